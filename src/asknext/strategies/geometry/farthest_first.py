"""Exact greedy farthest-first traversal that computes a small part of the distances.

Each row keeps an upper bound of its squared distance to the centres and the number of centres it has seen. A bound
can only fall, so the row with the largest bound is the farthest as soon as it has seen every centre; otherwise only
such rows are brought up to date. Worst case: the work of plain greedy; memory: the centres and four numbers a row.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.top import quantised

__all__ = ["FarthestFirst"]

_BLOCK = 1024  # rows that share one maximum
_TILE = 512  # rows of one matrix product: its result stays in the cache
_CENTRES = 1024  # centres of one matrix product
_WORK, _MUCH = 1 << 15, 1 << 19  # distances brought up to date at a time, and in bulk
_PATIENCE = 16  # blocks looked at for one pick before all rows that matter are brought up to date in bulk
_SAME = 2.0**-42  # squared distances below this share of the squared lengths are rounding: the points are the same
_BITS = 36


class FarthestFirst:
    """Picks rows one after the other, each the farthest from all centres so far.

    Parameters
    ----------
    points : the embeddings of the view.
    rows : (u,) int64, the rows that may be picked.
    centres : (m,) int64, rows that are centres from the start; may be empty.
    keys : (u,) float64, distinct; among equally far rows the highest key wins.
    room : how many picks will be asked for at most.
    """

    def __init__(self, points: EmbeddingBlocks, rows: IntArray, centres: IntArray, keys: Float64, room: int) -> None:
        self._points, self._rows, self._keys = points, rows, keys
        self._count = len(centres)
        self._centres = np.empty((len(centres) + room, points.dimensions))
        self._centres[: self._count] = points.rows(centres, np.float64)
        self._seen = np.zeros(len(rows), dtype=np.int64)
        self._bounds = _upper_bounds(points, self._centres[: self._count], len(rows))
        starts = np.arange(0, len(rows), _BLOCK)
        self._highest = np.maximum.reduceat(self._bounds, starts)

    def pick(self) -> tuple[int, float]:
        """The position in ``rows`` of the next pick and its squared distance (infinite without centres)."""
        looks = 0
        while self._seen[position := self._candidate()] < self._count:
            if looks < _PATIENCE:
                self._refresh(position // _BLOCK)
            else:
                self._refresh_all()
            looks += 1
        return position, self._take(position)

    def _candidate(self) -> int:
        """The row with the largest bound; equal ones are told apart by their keys."""
        best = self._highest.max()
        equal: list[IntArray] = []
        for block in np.flatnonzero(self._highest == best):
            start = int(block) * _BLOCK
            equal.append(start + np.flatnonzero(self._bounds[start : start + _BLOCK] == best))
        positions = np.concatenate(equal)
        return int(positions[np.argmax(self._keys[positions])])

    def _take(self, position: int) -> float:
        distance = float(self._bounds[position])
        self._centres[self._count] = self._points.rows(self._rows[position : position + 1], np.float64)[0]
        self._count += 1
        self._bounds[position] = -1.0
        self._update_highest(position // _BLOCK)
        return distance

    def _refresh(self, block: int) -> None:
        """Bring the rows with the largest stale bounds of a block up to date with the centres they have not seen."""
        start = block * _BLOCK
        bounds, seen = self._bounds[start : start + _BLOCK], self._seen[start : start + _BLOCK]
        stale = np.where((seen < self._count) & (bounds >= 0), bounds, -1.0)
        stalest = int(seen[np.argmax(stale)])
        some = max(1, _WORK // (self._count - stalest))
        chosen = np.argpartition(stale, -some)[-some:] if some < len(stale) else np.arange(len(stale))
        chosen = chosen[(stale[chosen] >= 0) & (seen[chosen] >= stalest)]
        self._update(start + chosen, stalest)
        self._update_highest(block)

    def _refresh_all(self) -> None:
        """Bring every row up to date whose bound reaches the best of those that are: where many are equally far."""
        fresh = self._seen == self._count
        best = self._bounds[fresh].max(initial=0.0)
        stale = np.flatnonzero(~fresh & (self._bounds >= best))
        stale = stale[np.argsort(self._seen[stale], kind="stable")]
        while len(stale):
            first = int(self._seen[stale[0]])
            some = max(1, _MUCH // (self._count - first))
            self._update(stale[:some], first)
            stale = stale[some:]
        self._highest = np.maximum.reduceat(self._bounds, np.arange(0, len(self._bounds), _BLOCK))

    def _update(self, positions: IntArray, first: int) -> None:
        """Bring ``positions`` up to date, none of which has seen fewer than ``first`` centres."""
        exact, unseen = self._exact(self._rows[positions], first), self._seen[positions] == 0
        self._bounds[positions] = np.where(unseen, exact, np.minimum(self._bounds[positions], exact))
        self._seen[positions] = self._count

    def _exact(self, rows: IntArray, first: int) -> Float64:
        """Squared distances (len(rows),) to the nearest of the centres from ``first`` on."""
        points = self._points.rows(rows, np.float64)
        centres = self._centres[first : self._count]
        lengths = np.einsum("ij,ij->i", points, points)[:, None] + np.einsum("ij,ij->i", centres, centres)
        squares = lengths - 2.0 * (points @ centres.T)
        squares[squares < lengths * _SAME] = 0.0
        return quantised(squares.min(axis=1), _BITS)

    def _update_highest(self, block: int) -> None:
        start = block * _BLOCK
        self._highest[block] = self._bounds[start : start + _BLOCK].max()


def _upper_bounds(points: EmbeddingBlocks, centres: Float64, n: int) -> Float64:
    """(n,) bounds of the squared distance to the nearest centre: single precision, and what that may be wrong by."""
    bounds = np.full(n, np.inf)
    if len(centres) == 0:
        return bounds
    single = centres.astype(np.float32)
    lengths = np.einsum("ij,ij->i", single, single)
    slack = 4.0 * (16.0 + np.sqrt(points.dimensions)) * np.finfo(np.float32).eps
    for place, block in points.blocks():
        own = np.einsum("ij,ij->i", block, block)
        nearest = _nearest(block, single, lengths) + own
        bounds[place] = np.maximum(nearest, 0.0) + slack * (own.astype(np.float64) + float(lengths.max()))
    return bounds


def _nearest(block: npt.NDArray[Any], centres: npt.NDArray[Any], lengths: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """(rows,) the smallest ``|c|^2 - 2 x.c`` over the centres, in tiles that stay in the cache."""
    smallest = np.full(len(block), np.inf, dtype=np.float32)
    for first in range(0, len(centres), _CENTRES):
        scaled = np.ascontiguousarray((-2.0 * centres[first : first + _CENTRES]).T)
        for start in range(0, len(block), _TILE):
            tile = block[start : start + _TILE] @ scaled
            tile += lengths[first : first + _CENTRES]
            np.minimum(smallest[start : start + _TILE], tile.min(axis=1), out=smallest[start : start + _TILE])
    return smallest
