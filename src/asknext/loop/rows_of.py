"""Which rows of the pool a batch, or a list of row numbers, means."""

from __future__ import annotations

from typing import Any

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import IntArray
from asknext.strategies.batch import Batch

__all__ = ["rows_of"]


def rows_of(batch: Any, n: int) -> IntArray:
    """(b,) int64 rows of a pool of ``n`` items.

    Raises
    ------
    InputError : not whole numbers in one dimension, a row outside the pool, or one that occurs twice.
    """
    given = np.atleast_1d(np.asarray(batch.indices if isinstance(batch, Batch) else batch))
    if given.ndim != 1 or (given.dtype.kind not in "iu" and given.size):
        raise InputError(f"Rows are a batch or a list of row numbers; found {given.dtype} of shape {given.shape}.")
    rows = given.astype(np.int64)
    outside = rows[(rows < 0) | (rows >= n)]
    if len(outside):
        raise InputError(f"Row {outside[0]} is not in the pool, which has rows 0 to {n - 1}.")
    values, counts = np.unique(rows, return_counts=True)
    if (counts > 1).any():
        raise InputError(f"Row {values[counts > 1][0]} occurs {counts.max()} times; each row may occur once.")
    return rows
