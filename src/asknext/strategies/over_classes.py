"""Reductions over the classes of each item that come out the same whatever block the item is in."""

from __future__ import annotations

from typing import Any

import numpy as np

from asknext.strategies.inputs import Float64

__all__ = ["highest", "lowest", "mean", "total"]


def highest(values: Any) -> Float64:
    """(rows,) the largest of ``values`` (rows, C) in each row."""
    if values.shape[1] == 1:
        return np.asarray(values[:, 0], dtype=np.float64)
    if values.shape[1] == 2:  # numpy's reduction starts anew for each pair
        return np.asarray(np.maximum(values[:, 0], values[:, 1]), dtype=np.float64)
    return np.asarray(values.max(axis=1), dtype=np.float64)


def lowest(values: Any) -> Float64:
    """(rows,) the smallest of ``values`` (rows, C) in each row."""
    return np.asarray(values.min(axis=1), dtype=np.float64)


def total(values: Any) -> Float64:
    """(rows,) the sum of ``values`` (rows, C), added from the first column to the last."""
    sums = np.zeros(len(values))
    for column in values.T:  # numpy's own sum rounds differently in blocks of different shape
        sums += column
    return sums


def mean(values: Any) -> Float64:
    """(rows,) the mean of ``values`` (rows, C)."""
    return total(values) / float(values.shape[1])
