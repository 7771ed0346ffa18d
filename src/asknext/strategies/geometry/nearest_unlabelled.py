"""The nearest unlabelled rows of given rows, exactly, a block at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.top import quantised

__all__ = ["nearest_unlabelled"]

_TILE = 256  # rows asked about at a time: the distances to a block of the pool then stay small
_PIECE = 4096
_BITS = 20  # of the squared distances: single precision, without the bits that rounding decides


def nearest_unlabelled(points: EmbeddingBlocks, rows: IntArray, k: int) -> tuple[IntArray, Float64]:
    """For each of ``rows`` (m,) the positions in ``view.unlabelled`` of its ``k`` nearest, and their squared distances.

    Returns (m, k') int64 and (m, k') float64, nearest first, k' = min(k, unlabelled rows). Time n m d, memory m k and a
    block.
    """
    tiles = [_tile(points, rows[start : start + _TILE], k) for start in range(0, len(rows), _TILE)]
    return np.concatenate([tile[0] for tile in tiles]), np.concatenate([tile[1] for tile in tiles])


def _tile(points: EmbeddingBlocks, rows: IntArray, k: int) -> tuple[IntArray, Float64]:
    targets = points.rows(rows)
    positions = np.empty((len(rows), 0), dtype=np.int64)
    squares = np.empty((len(rows), 0), dtype=np.float32)
    for place, block in points.blocks():
        for start in range(0, len(block), _PIECE):
            piece = block[start : start + _PIECE]
            first = place.start + start
            here = np.broadcast_to(np.arange(first, first + len(piece)), (len(rows), len(piece)))
            both = np.concatenate([squares, _squares(targets, piece)], axis=1)
            positions, squares = _nearer(np.concatenate([positions, here], axis=1), both, k)
    order = np.lexsort((positions, quantised(squares, _BITS)), axis=1)
    return np.take_along_axis(positions, order, 1), np.take_along_axis(squares, order, 1).astype(np.float64)


def _squares(targets: npt.NDArray[Any], block: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    lengths = np.einsum("ij,ij->i", targets, targets)[:, None] + np.einsum("ij,ij->i", block, block)
    return np.asarray(np.maximum(lengths - 2.0 * (targets @ block.T), 0.0), dtype=np.float32)


def _nearer(positions: IntArray, squares: npt.NDArray[np.float32], k: int) -> tuple[IntArray, npt.NDArray[np.float32]]:
    if squares.shape[1] <= k:
        return positions, squares
    keep = np.argpartition(squares, k - 1, axis=1)[:, :k]
    return np.take_along_axis(positions, keep, 1), np.take_along_axis(squares, keep, 1)
