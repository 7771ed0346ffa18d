"""What two run stores have in common: everything but how long it took and when."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from asknext.lab import RunStore


def contents(folder: Path) -> dict[str, Any]:
    """Cell -> its rounds as plain values, predictions by their bits."""
    with RunStore.open(folder) as store:
        return {cell.id: [told(each) for each in store.rounds(cell.id)] for cell in store.cells()}


def told(stored: Any) -> dict[str, Any]:
    names = (
        "number",
        "labels",
        "missing_classes",
        "set_aside",
        "answered_by",
        "votes",
        "cost",
        "answer_seconds",
        "note",
    )
    plain = {name: repr(getattr(stored, name)) for name in names}
    arrays = {name: getattr(stored, name) for name in ("rows", "answers", "scores", "labelled_rows", "evaluated_rows")}
    arrays |= {"test": stored.probabilities(), "pool": stored.pool_probabilities()}
    bits = {
        name: None if array is None else hashlib.sha256(array.tobytes()).hexdigest() for name, array in arrays.items()
    }
    return {**plain, **bits, "metrics": json.dumps(dict(stored.metrics))}


def finished(folder: Path) -> dict[tuple[int, int], tuple[Any, ...]]:
    """(cell, round) -> when it was finished and what it took, which would change were it computed again."""
    path = folder / "runs.db"
    if not path.exists():
        return {}
    with closing(sqlite3.connect(path)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'rounds'").fetchone():
            return {}
        rows = connection.execute("SELECT cell, round, finished, fit_seconds, predict_seconds FROM rounds").fetchall()
    return {(row[0], row[1]): row[2:] for row in rows}
