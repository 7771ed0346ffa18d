"""What a training round starts from: the labels as they are now, and the rows that may be asked about."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from asknext.project.folder import Project
from asknext.store import items

__all__ = ["Labels", "control_rows", "current_labels", "open_rows"]

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Labels:
    """Labels at one moment, those carried to copies too.

    rows : (m,) int64, item positions, ascending. values : for each row the class ids, in the order of the classes
    (one for a single-label task). streams : for each row ``strategy``, ``control``, ``list``, ``import`` or ``tell``.
    """

    rows: Rows
    values: list[tuple[str, ...]]
    streams: npt.NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.rows)

    def of(self, mask: npt.NDArray[np.bool_]) -> Labels:
        """The labels where ``mask``, (m,) bool, is true."""
        values = [value for value, kept in zip(self.values, mask, strict=True) if kept]
        return Labels(self.rows[mask], values, self.streams[mask])


def current_labels(project: Project) -> Labels:
    """Every label that holds now, on one consistent snapshot of the database."""
    parse = lru_cache(maxsize=10_000)(_class_ids)  # few distinct values stand in many rows
    rows: list[int] = []
    values: list[tuple[str, ...]] = []
    streams: list[str] = []
    with project.database.read() as conn:
        for pos, value, stream in items.current_labels(conn):
            rows.append(pos)
            values.append(parse(value))
            streams.append(stream)
    return Labels(np.array(rows, dtype=np.int64), values, np.array(streams, dtype=np.str_))


def open_rows(project: Project) -> Rows:
    """(u,) int64, ascending: items the strategy may be asked about (open, not a copy, not in the control reserve)."""
    with project.database.read() as conn:
        return items.open_positions(conn)


def control_rows(project: Project, limit: int | None = None) -> Rows:
    """(c,) int64: the control reserve in the order in which it is drawn, answered or not, at most ``limit``."""
    with project.database.read() as conn:
        return items.control_positions(conn, limit)


def _class_ids(value: str) -> tuple[str, ...]:
    return tuple(json.loads(value))
