"""Where the rounds of one cell in two stores part, to the bit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from asknext.lab.run_store import StoredRound

__all__ = ["first_difference"]


def first_difference(first: Sequence[StoredRound], second: Sequence[StoredRound]) -> tuple[str | None, int]:
    """The first difference, such as "round 3, rows", or None; and how many rounds had predictions in one store only.

    Compared are rows, answers, label counts, rows scored, metrics and predictions, NaN equal to NaN. Times are not:
    they differ whenever anything is run again.
    """
    unchecked = 0
    for a, b in zip(first, second, strict=False):
        part = _part(a, b)
        if part is not None:
            return f"round {a.number}, {part}", unchecked
        parted, missing = _predictions(a, b)
        unchecked += missing
        if parted:
            return f"round {a.number}, predictions", unchecked
    if len(first) != len(second):
        return f"{len(first)} rounds and {len(second)}", unchecked
    return None, unchecked


def _part(a: StoredRound, b: StoredRound) -> str | None:
    arrays = {"rows": (a.rows, b.rows), "answers": (a.answers, b.answers)}
    arrays["rows scored"] = (a.evaluated_rows, b.evaluated_rows)
    for name, (mine, theirs) in arrays.items():
        if not _equal(mine, theirs):
            return name
    if a.labels != b.labels:
        return "label counts"
    same = a.metrics.keys() == b.metrics.keys() and all(_same(a.metrics[name], b.metrics[name]) for name in a.metrics)
    return None if same else "metrics"


def _predictions(a: StoredRound, b: StoredRound) -> tuple[bool, int]:
    """(whether they differ, 1 where one store alone has them)."""
    missing = 0
    for mine, theirs in ((a.probabilities(), b.probabilities()), (a.pool_probabilities(), b.pool_probabilities())):
        if (mine is None) != (theirs is None):
            missing = 1
        elif mine is not None and theirs is not None and not _equal(mine, theirs):
            return True, missing
    return False, missing


def _equal(a: npt.NDArray[np.generic], b: npt.NDArray[np.generic]) -> bool:
    return np.array_equal(a, b, equal_nan=a.dtype.kind == "f" and b.dtype.kind == "f")


def _same(a: float, b: float) -> bool:
    return a == b or (a != a and b != b)
