"""The squared distance of each unlabelled row to the nearest of given rows."""

from __future__ import annotations

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.inputs import EmbeddingBlocks, Float64

__all__ = ["squares_to_nearest"]

_TILE = 512
_SAME = 2.0**-42  # squared distances below this share of the squared lengths are rounding: the points are the same


def squares_to_nearest(points: EmbeddingBlocks, rows: IntArray) -> Float64:
    """(u,) float64 squared distances to the nearest of ``rows`` (m,); infinite where there are none.

    Time n m d, memory n + m d and a block.
    """
    targets = points.rows(rows, np.float64)
    lengths = np.einsum("ij,ij->i", targets, targets)

    def work(block: Float64) -> Float64:
        nearest = np.full(len(block), np.inf)
        own = np.einsum("ij,ij->i", block, block)
        for start in range(0, len(rows), _TILE):
            sums = own[:, None] + lengths[start : start + _TILE]
            squares = sums - 2.0 * (block @ targets[start : start + _TILE].T)
            squares[squares < sums * _SAME] = 0.0
            np.minimum(nearest, squares.min(axis=1), out=nearest)
        return nearest

    return np.concatenate([found for _, found in points.over(work, dtype=np.float64)])
