"""Items that are all but the same, by perceptual hash or by distance: the first of them is kept."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["difference_hash", "near_by_distance", "near_by_hash"]

_BLOCK = 1_024
_Mask = npt.NDArray[np.bool_]


def difference_hash(grey: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.uint64]:
    """(n,) 64 bits a picture from (n, h, w) brightness: which of two neighbours in a row of 8 x 9 cells is brighter
    (dHash; Krawetz, 2013). Sides are at least 9."""
    cells = _cells(_cells(grey, 8, axis=1), 9, axis=2)
    bits = (cells[:, :, 1:] > cells[:, :, :-1]).reshape(len(grey), 8, 8)
    return np.packbits(bits, axis=2).reshape(len(grey), 8).view(">u8")[:, 0].astype(np.uint64)


def _cells(values: npt.NDArray[Any], count: int, axis: int) -> npt.NDArray[Any]:
    edges = np.linspace(0, values.shape[axis], count + 1).astype(int)
    sums = np.add.reduceat(values, edges[:-1], axis=axis)
    widths = np.diff(edges).reshape([-1 if each == axis else 1 for each in range(values.ndim)])
    return np.asarray(sums / widths)


def near_by_hash(hashes: npt.NDArray[np.uint64], most: int) -> _Mask:
    """(n,) which items differ from one kept before them in at most ``most`` bits. O(n kept) comparisons of 8 bytes."""

    def close(block: slice, kept: npt.NDArray[np.int64]) -> _Mask:
        return np.asarray(np.bitwise_count(hashes[block, None] ^ hashes[kept][None, :]) <= most)

    return _thinned(len(hashes), close)


def near_by_distance(points: npt.NDArray[np.floating[Any]], least: float) -> _Mask:
    """(n,) which rows of (n, d) lie within ``least`` (Euclidean) of one kept before them. O(n kept d)."""
    squares = np.einsum("ij,ij->i", points, points, dtype=np.float64)

    def close(block: slice, kept: npt.NDArray[np.int64]) -> _Mask:
        apart = squares[block, None] + squares[kept][None, :] - 2.0 * (points[block] @ points[kept].T)
        return np.asarray(apart <= least**2 + 1e-7)

    return _thinned(len(points), close)


def _thinned(n: int, close: Any) -> _Mask:
    """In order, keep what is not close to anything kept before; blocks of rows against blocks of what is kept."""
    dropped, kept = np.zeros(n, dtype=bool), np.zeros(0, dtype=np.int64)
    for start in range(0, n, _BLOCK):
        rows = slice(start, min(start + _BLOCK, n))
        for at in range(0, len(kept), _BLOCK):
            dropped[rows] |= close(rows, kept[at : at + _BLOCK]).any(axis=1)
        own = np.arange(rows.start, rows.stop)
        _thin_block(close(rows, own), dropped[rows])
        kept = np.concatenate([kept, own[~dropped[rows]]])
    return dropped


def _thin_block(near: _Mask, dropped: _Mask) -> None:
    for row in range(len(near)):
        if not dropped[row]:
            dropped[row + 1 :] |= near[row, row + 1 :]
