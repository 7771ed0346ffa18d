"""`Activity`: who did what when, as columns that follow the event table, so that a question costs milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from asknext.store.activity import activity_after

__all__ = ["ANSWERS", "KINDS", "REVIEWS", "Activity"]

KINDS = (
    *("label", "skip", "ignore", "accept", "reject", "correct", "adjudicate", "comment", "question", "reply"),
    *("resolve", "flag", "unflag", "requeue", "unignore", "undo", "prioritise", "gold"),
)
ANSWERS = ("label", "skip", "ignore", "accept", "reject", "correct", "adjudicate")
REVIEWS = ("accept", "reject", "correct")
OTHER = len(KINDS)
_CODES = {kind: code for code, kind in enumerate(KINDS)}
_REVIEWED = frozenset(_CODES[kind] for kind in REVIEWS)
_LABEL = _CODES["label"]
_COLUMNS = {
    "seq": np.int64,
    "at": np.float64,
    "who": np.int32,
    "item": np.int32,
    "kind": np.int8,
    "seconds": np.float32,
    "judged": np.int32,
    "counts": np.bool_,
    "machine": np.bool_,
}


@dataclass
class Activity:
    """Every event but those of imports, a row each, in order of seq.

    Attributes
    ----------
    names : annotators; ``who`` and ``judged`` point into it.
    columns : (m,) arrays by name: seq; at, seconds since 1970; who; item; kind, a place in `KINDS`; seconds, float32
        with NaN where nobody measured; judged, whose answer a review was about, -1 where none; counts, false for what
        was undone and for late votes; machine, whether a model gave it.
    """

    names: list[str] = field(default_factory=list)
    columns: dict[str, npt.NDArray[Any]] = field(
        default_factory=lambda: {k: np.empty(0, v) for k, v in _COLUMNS.items()}
    )
    last: int = 0
    _places: dict[str, int] = field(default_factory=dict)
    _answered: npt.NDArray[np.int32] = field(default_factory=lambda: np.full(1024, -1, np.int32))

    def __len__(self) -> int:
        return len(self.columns["seq"])

    def follow(self, conn: Connection) -> None:
        """Take in what has happened since the last time."""
        for rows in activity_after(conn, self.last):
            self._add(rows)
            self.last = int(rows[-1][0])

    def is_kind(self, *kinds: str) -> npt.NDArray[np.bool_]:
        """(m,) whether an event is one of ``kinds`` and counts."""
        found: npt.NDArray[np.bool_] = np.isin(self.columns["kind"], [_CODES[each] for each in kinds])
        counting: npt.NDArray[np.bool_] = found & self.columns["counts"]
        return counting

    def open_questions(self) -> npt.NDArray[np.int32]:
        """The items whose last question nobody has resolved, in order."""
        asked = self.is_kind("question", "resolve")
        items, kinds = self.columns["item"][asked][::-1], self.columns["kind"][asked][::-1]
        unique, last = np.unique(items, return_index=True)
        found: npt.NDArray[np.int32] = unique[kinds[last] == _CODES["question"]]
        return found

    def _add(self, rows: Sequence[Sequence[Any]]) -> None:
        new = [self._row(row) for row in rows if row[6] != "import"]
        if not new:
            return
        for (name, kind), values in zip(_COLUMNS.items(), zip(*new, strict=True), strict=True):
            self.columns[name] = np.concatenate([self.columns[name], np.array(values, dtype=kind)])
        self._undo([int(row[7]) for row in rows if row[7] is not None])

    def _row(self, row: Sequence[Any]) -> tuple[Any, ...]:
        seq, at, annotator, item, kind, seconds, stream, _, current = row
        who, code = self._place(annotator), _CODES.get(kind, OTHER)
        judged = self._judged(item, who, code)
        return seq, at, who, item, code, np.nan if seconds is None else seconds, judged, current, stream == "machine"

    def _judged(self, item: int, who: int, code: int) -> int:
        if item >= len(self._answered):
            more = np.full(max(len(self._answered), item + 1), -1, np.int32)
            self._answered = np.concatenate([self._answered, more])
        if code == _LABEL:
            self._answered[item] = who
        return int(self._answered[item]) if code in _REVIEWED else -1

    def _place(self, name: str) -> int:
        if name not in self._places:
            self._places[name] = len(self.names)
            self.names.append(name)
        return self._places[name]

    def _undo(self, undone: list[int]) -> None:
        if undone:
            self.columns["counts"][np.isin(self.columns["seq"], undone)] = False
