"""The squared distance of each unlabelled row to the nearest of given rows."""

from __future__ import annotations

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.over_blocks import over_blocks, parts

__all__ = ["squares_to_nearest"]

_TILE, _CELLS = 512, 1 << 17  # targets at a time, and distances, so that they stay in the cache
_SAME = 2.0**-42  # squared distances below this share of the squared lengths are rounding: the points are the same


def squares_to_nearest(points: EmbeddingBlocks, rows: IntArray, places: IntArray | None = None) -> Float64:
    """(u,) float64 squared distances to the nearest of ``rows`` (m,); infinite where there are none.

    With ``places`` only of those of the unlabelled. Time n m d, memory n + m d and a block.
    """
    targets = points.rows(rows, np.float64)
    lengths = np.einsum("ij,ij->i", targets, targets)
    own = points.unlabelled if places is None else points.unlabelled[places]
    step = max(1, min(points.step, _CELLS // max(1, min(_TILE, len(rows)))))

    def work(part: slice) -> Float64:
        return _nearest(points.rows(own[part], np.float64), targets, lengths)

    return np.concatenate([*over_blocks(points.resources, parts(len(own), step), work, points.asker), np.empty(0)])


def _nearest(block: Float64, targets: Float64, lengths: Float64) -> Float64:
    nearest, own = np.full(len(block), np.inf), np.einsum("ij,ij->i", block, block)
    for start in range(0, len(targets), _TILE):
        sums = own[:, None] + lengths[start : start + _TILE]
        squares = block @ (-2.0 * targets[start : start + _TILE].T)
        squares += sums
        sums *= _SAME
        squares[squares < sums] = 0.0
        np.minimum(nearest, squares.min(axis=1), out=nearest)
    return nearest
