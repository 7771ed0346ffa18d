"""The Gaussian kernel, ``exp(-d(x, y)^2 / (2 w^2))``, on rows in memory."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.strategies.inputs import EmbeddingBlocks, Float64

__all__ = ["kernel", "pool_width", "squared_distances"]


def kernel(a: npt.NDArray[Any], b: npt.NDArray[Any], width: float) -> Float64:
    """(len(a), len(b)) similarities in (0, 1] of the rows of ``a`` and ``b``."""
    squares = squared_distances(a, b)
    squares *= -0.5 / width**2
    return np.asarray(np.exp(squares, out=squares), dtype=np.float64)


def squared_distances(a: npt.NDArray[Any], b: npt.NDArray[Any]) -> Float64:
    """(len(a), len(b)) squared Euclidean distances; what is below the rounding error counts as 0."""
    x, y = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    lengths = np.einsum("ij,ij->i", x, x)[:, None] + np.einsum("ij,ij->i", y, y)
    squares = lengths - 2.0 * (x @ y.T)
    squares[squares < lengths * 2.0**-42] = 0.0
    return np.asarray(squares, dtype=np.float64)


def pool_width(points: EmbeddingBlocks, given: float | None) -> float:
    """``given``, or the root mean squared distance of the unlabelled items to their mean (1 where that is 0)."""
    if given is not None:
        return given
    count, total, squares = 0, np.zeros(points.dimensions), 0.0
    for _, block in points.blocks(np.float64):
        count += len(block)
        total += block.sum(axis=0)
        squares += float(np.einsum("ij,ij->", block, block))
    mean = total / count
    variance = squares / count - float(mean @ mean)
    return math.sqrt(variance) if variance > squares / count * 1e-12 else 1.0
