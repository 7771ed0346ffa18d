"""Files out: one file that appears whole or not at all, or a new folder."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from asknext.errors import DataError
from asknext.formats.exchange.safe_name import safe_name

__all__ = ["OutputFolder", "write_whole"]


def write_whole(path: Path, blocks: Iterable[str | bytes]) -> None:
    """Write ``blocks`` (texts as UTF-8) to ``path``, which stays as it was until all is written."""
    handle, name = -1, ""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-"[:100])
        with os.fdopen(handle, "wb") as file:
            for block in blocks:
                file.write(block.encode("utf-8") if isinstance(block, str) else block)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException as error:
        if name:
            Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise DataError(f"cannot be written ({error.strerror}); name another place", source=str(path)) from None
        raise


class OutputFolder:
    """A folder that is new or empty, so that nothing old is mixed with what is written."""

    def __init__(self, path: Path) -> None:
        try:
            path.mkdir(parents=True, exist_ok=True)
            filled = any(path.iterdir())
        except OSError as error:
            raise DataError(f"no folder can be made here ({error.strerror})", source=str(path)) from None
        if filled:
            raise DataError("is not empty; name a new folder", source=str(path))
        self.path = path
        self._written: dict[str, str] = {}
        self._made: set[Path] = set()

    def write(self, name: str, text: str, whose: str = "") -> None:
        """Write the file ``name`` below the folder, which two items (``whose``) cannot share.

        Raises `DataError` where the name leads out of the folder or is taken.
        """
        self.write_bytes(name, text.encode("utf-8"), whose)

    def write_bytes(self, name: str, data: bytes, whose: str = "") -> None:
        """As `write`."""
        path = self._place(name, whose)
        try:
            path.write_bytes(data)
        except OSError as error:
            raise DataError(f"cannot be written ({error.strerror})", source=str(path)) from None

    def copy(self, name: str, source: Path) -> None:
        """Copy a file to ``name`` below the folder."""
        try:
            shutil.copyfile(source, self._place(name, ""))
        except OSError as error:
            raise DataError(f"cannot be copied ({error.strerror})", source=str(source)) from None

    def _place(self, name: str, whose: str) -> Path:
        name = safe_name(name)
        # names that differ in case only are one file on many disks
        other = self._written.setdefault(name.casefold(), whose or name)
        if other != (whose or name):
            raise DataError(f"{other} and {whose or name} would both be written to {name}; rename one")
        path = self.path / name
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        return path

    def write_json(self, name: str, value: Any, whose: str = "") -> None:
        """Write ``value`` as a JSON file."""
        self.write(name, json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n", whose)
