"""Counts that were scaled, back to whole numbers with the same sums."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["whole_rows"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


def whole_rows(table: Floats) -> Codes:
    """(K, K) int64: each row of ``table`` in whole numbers that sum to the row's sum, rounded.

    What is rounded furthest down is raised first, and the other way round (largest remainders; Hamilton 1792).
    """
    return np.array([_whole(row) for row in table], dtype=np.int64).reshape(table.shape)


def _whole(values: Floats) -> Floats:
    rounded = values.round()
    missing = int(values.sum().round() - rounded.sum())
    while missing:
        step = 1 if missing > 0 else -1
        order = np.argsort(values - rounded)[::-step][: abs(missing)]
        rounded[order] += step
        missing = int(values.sum().round() - rounded.sum())
    return rounded
