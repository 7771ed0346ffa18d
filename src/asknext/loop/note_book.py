"""`NoteBook`: the notes of a strategy that learns between rounds, kept as its answers come (see `choosing.notes`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["NoteBook"]

_OUT = 16  # batches that may be out at a time; an older one is taken to be forgotten


class NoteBook:
    """Notes kept, each with the number of actions after the one that brought its first answer; and those still out."""

    def __init__(self) -> None:
        self._kept: list[tuple[int, dict[str, Any]]] = []
        self._out: list[tuple[list[int], dict[str, Any]]] = []

    @property
    def notes(self) -> list[dict[str, Any]]:
        """Those kept, oldest first."""
        return [note for _, note in self._kept]

    def asked(self, rows: npt.NDArray[np.int64], note: dict[str, Any] | None) -> None:
        """A batch goes out with its note; the same rows asked again have the same one."""
        if note is None:
            return
        asked = rows.tolist()
        others = [each for each in self._out if each[0] != asked]
        self._out = [*others[1 - _OUT :], (asked, note)]

    def answered(self, rows: Iterable[int], actions: int) -> None:
        """Keep the newest note of a batch that one of ``rows`` was in."""
        given = set(rows)
        found = [each for each in self._out if given.intersection(each[0])]
        if found:
            self._kept.append((actions, found[-1][1]))
            self._out = [each for each in self._out if not given.intersection(each[0])]

    def back_to(self, actions: int) -> None:
        """Take back the notes that came with later actions."""
        self._kept = [each for each in self._kept if each[0] <= actions]

    def plain(self) -> dict[str, Any]:
        """Everything as JSON values."""
        return {"kept": [list(each) for each in self._kept], "out": [list(each) for each in self._out]}

    @classmethod
    def of(cls, plain: Mapping[str, Sequence[Any]]) -> NoteBook:
        """What `plain` gave; raises `TypeError` or `ValueError` for anything else."""
        book = cls()
        book._kept = [(int(at), dict(note)) for at, note in plain.get("kept", ())]
        book._out = [([int(row) for row in rows], dict(note)) for rows, note in plain.get("out", ())]
        return book
