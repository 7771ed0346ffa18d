"""An export in an exchange format, written beside and then sent: one file, or a folder as a zip."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asknext.labelling.export_formats import ExportFormat
from asknext.project.folder import Project

if TYPE_CHECKING:
    from asknext.formats.exchange.carried import Noted

__all__ = ["ExchangeDownload"]

SHOWN = 20


@dataclass
class ExchangeDownload:
    """Writes the labels for `asknext.server.pipe.Pipe`; memory does not grow with their number.

    Attributes
    ----------
    carried : how much was written, and what the format has no room for; known once the first byte has come.
    """

    project: Project
    format: ExportFormat
    everything: bool
    yolo_task: str | None = None
    scheme: str = "bio"
    approximate: bool = False
    carried: str = "{}"

    def __call__(self, output: Any) -> None:
        """Write all of it to ``output``, which need not be able to go back."""
        with tempfile.TemporaryDirectory(prefix="asknext-export-") as place:
            written = Path(place) / f"labels{'' if self.format.folder else self.format.ending}"
            self._write(written)
            if self.format.folder:
                _zipped(written, output)
                return
            with written.open("rb") as file:
                shutil.copyfileobj(file, output)

    def _write(self, path: Path) -> None:
        from asknext.formats.exchange import Options
        from asknext.labelling.annotated_export import export_annotations

        options = Options(self.project.media, self.yolo_task, self.scheme, approximate=self.approximate)
        done = export_annotations(self.project, self.format.name, path, everything=self.everything, options=options)
        told = {"items": done.items, "annotations": done.annotations}
        self.carried = json.dumps(told | {"lost": _counts(done.lost), "changed": _counts(done.changed)})


def _counts(notes: Mapping[str, Noted]) -> dict[str, int]:
    """The most frequent ones, as a header has little room."""
    most = sorted(notes, key=lambda each: -notes[each].count)[:SHOWN]
    return {each[:80]: notes[each].count for each in most}


def _zipped(folder: Path, output: Any) -> None:
    """Names are those below ``folder``, which its writer has made sure of."""
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                archive.write(path, path.relative_to(folder).as_posix())
