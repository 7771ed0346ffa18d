"""The Gaussian kernel, ``exp(-d(x, y)^2 / (2 w^2))``, on rows in memory."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.over_blocks import over_blocks, parts

__all__ = ["kernel", "kernel_bounds", "kernel_sums", "pool_width", "squared_distances"]

Float32 = npt.NDArray[np.float32]

_TILE = 1 << 20  # similarities at a time
_FEW = 1 << 27  # similarities up to which double precision takes no noticeable time


def kernel(a: npt.NDArray[Any], b: npt.NDArray[Any], width: float) -> Float64:
    """(len(a), len(b)) similarities in (0, 1] of the rows of ``a`` and ``b``."""
    squares = squared_distances(a, b)
    squares *= -0.5 / width**2
    return np.asarray(np.exp(squares, out=squares), dtype=np.float64)


def kernel_bounds(a: Float32, b: Float32, width: float) -> Float32:
    """(len(a), len(b)) float32, at least the similarities, by at most one part in 10^4 where rows are near each other.

    A fifth of the time of `kernel`. ``a`` and ``b`` are single precision.
    """
    error = 4.0 * (16.0 + math.sqrt(a.shape[1])) * float(np.finfo(np.float32).eps)
    own, theirs = (np.einsum("ij,ij->i", each, each) * np.float32(1.0 - error) for each in (a, b))
    similar: Float32 = a @ b.T
    similar *= -2.0
    similar += own[:, None]
    similar += theirs
    np.maximum(similar, 0.0, out=similar)
    similar *= np.float32(-0.5 / width**2 * (1 - 1e-6))
    return np.exp(similar, out=similar)


def kernel_sums(points: EmbeddingBlocks, references: Float64, width: float) -> Float64:
    """(u,) for each unlabelled row the sum of its similarities to ``references`` (r, d).

    In double precision up to some 100 million similarities, beyond that in single precision: right to 10^-5 then.
    """
    quick = len(points.unlabelled) * len(references) > _FEW
    other: npt.NDArray[Any] = references.astype(np.float32) if quick else references
    step = max(1, _TILE // len(references))

    def work(place: slice) -> Float64:
        rows = points.unlabelled[place]
        if quick:
            return np.asarray(kernel_bounds(points.rows(rows), other, width).sum(axis=1), dtype=np.float64)
        return np.asarray(kernel(points.rows(rows, np.float64), other, width).sum(axis=1), dtype=np.float64)

    return np.concatenate(list(over_blocks(points.resources, parts(len(points.unlabelled), step), work, "densities")))


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
