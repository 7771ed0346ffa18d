"""`ItemNames`: which item a file of labels speaks of, by the name it gives to it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import PurePosixPath

from sqlalchemy import Connection

from asknext.annotations import Annotated, Picture
from asknext.project.stored_files import files_of
from asknext.store.items import contents, ids

__all__ = ["ItemNames", "Place"]

Place = tuple[int, int | None]
"""An item (of copies the first), and where it is a sequence the frame's index in its video."""


class ItemNames:
    """Finds items by their id, by the path of their file, or by the file's name alone where no other has it.

    Parameters
    ----------
    kind : what items are (``content`` of the settings).
    """

    def __init__(self, conn: Connection, kind: str) -> None:
        self._exact: dict[str, Place] = {}
        loose: list[tuple[str, Place]] = []
        for name, (pos, _, content, copy_of) in zip(ids(conn), contents(conn), strict=True):
            first = pos if copy_of is None else copy_of
            for file, place in self._files(kind, first, content):
                self._exact.setdefault(file, place)
                path = PurePosixPath(file)
                loose += [(path.name, place), (path.stem, place)]
            self._exact[name] = self._exact.get(name, (first, None)) if kind == "frames" else (first, None)
        counts = Counter(name for name, place in set(loose))
        self._loose = {name: place for name, place in loose if counts[name] == 1}

    def _files(self, kind: str, first: int, content: str) -> list[tuple[str, Place]]:
        if kind == "frames":
            return [(file, (first, index)) for file, index in _frames(content)]
        return [(file, (first, None)) for file in files_of(kind, content)] if kind != "pair" else []

    def place(self, item: Annotated) -> Place | None:
        """The item that ``item`` is about; None where there is none, or more than one it could be."""
        found = self._exact.get(item.name) or self._loose.get(PurePosixPath(item.name).name)
        frame = item.content.frame if isinstance(item.content, Picture) else None
        if found is None and frame is not None and frame.video in self._exact:
            return self._exact[frame.video][0], frame.index
        return found or self._loose.get(PurePosixPath(item.name).stem)


def _frames(content: str) -> list[tuple[str, int]]:
    return [(str(each["file"]), int(each["index"])) for each in json.loads(content)["frames"]]
