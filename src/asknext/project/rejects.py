"""The rejects file of an import: one JSON object a refused row, with file, line, column, reason and its beginning."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path
from typing import IO

from asknext.formats import Reject

__all__ = ["RejectsFile"]


class RejectsFile:
    """Made when the first row is refused; it has its name once the import has ended (``.part`` until then).

    Parameters
    ----------
    folder : where. source : what is imported, for the name. at : seconds since 1970, for the name.
    """

    def __init__(self, folder: Path, source: str, at: float) -> None:
        safe = re.sub(r"[^A-Za-z0-9._-]+", "_", Path(source).name)[:80].strip(".") or "rows"
        self._stem = folder / f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime(at))}-{safe}"
        self._file: IO[str] | None = None
        self._part = Path()
        self.count = 0

    def add(self, reject: Reject) -> None:
        """Write one down."""
        if self._file is None:
            self._file = self._made()
        self._file.write(json.dumps(reject._asdict(), ensure_ascii=False) + "\n")
        self.count += 1

    def close(self) -> Path | None:
        """Finish the file; None where nothing was refused."""
        if self._file is None:
            return None
        self._file.close()
        path = self._part.with_name(self._part.name.removesuffix(".part"))
        os.replace(self._part, path)
        return path

    def _made(self) -> IO[str]:
        number = 1
        while True:
            self._part = Path(f"{self._stem}{f'-{number}' if number > 1 else ''}.jsonl.part")
            number += 1
            if not self._part.with_name(self._part.name.removesuffix(".part")).exists():
                try:
                    return self._part.open("x", encoding="utf-8")
                except FileExistsError:
                    continue
