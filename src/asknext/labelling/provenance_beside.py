"""Who gave each label, when and why, in a file beside an export whose format has no room for it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from asknext.annotations import Annotated

__all__ = ["FOLDERS_WITHOUT_META", "PROVENANCE_FILE", "ProvenanceBeside"]

FOLDERS_WITHOUT_META = ("voc", "yolo")
PROVENANCE_FILE = "provenance.jsonl"


class ProvenanceBeside:
    """Takes the provenance off items on their way to a writer, and puts it into the folder once that is written.

    A line an item: ``{"item": its name, "annotator": ..., "labelled_at": ..., "strategy": ..., ...}``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> ProvenanceBeside:
        self._lines = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        with self._lines as lines:
            if kind is None:
                lines.seek(0)
                with (self._folder / PROVENANCE_FILE).open("w", encoding="utf-8", newline="\n") as file:
                    shutil.copyfileobj(lines, file)

    def of(self, items: Iterable[Annotated]) -> Iterator[Annotated]:
        """The items without it; the folder has to be empty for the writer, so that lines wait elsewhere."""
        for item in items:
            told = {"item": item.name, **item.meta.get("asknext", {})}
            self._lines.write(json.dumps(told, ensure_ascii=False) + "\n")
            said = tuple(replace(each, by=None) for each in item.annotations)
            yield replace(item, annotations=said, meta={k: v for k, v in item.meta.items() if k != "asknext"})
