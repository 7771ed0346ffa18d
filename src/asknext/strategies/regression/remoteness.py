"""Greedy sampling for regression: the item most remote from all that are known, in inputs, outputs or both.

For an item n and a known item m, remoteness is ``||x_n - x_m||``, ``|f(x_n) - y_m|`` or their product, and that of an
item is its smallest over all known m. It can only fall as more becomes known, so old values are upper bounds and few
have to be brought up to date (`LazyGreedy`); memory is a few numbers an item.
"""

from __future__ import annotations

import math

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.geometry.lazy_greedy import LazyGreedy
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.top import quantised

__all__ = ["Remoteness", "most_central", "smallest"]

_CELLS = 1 << 18
_BITS = 36
_SAME = 2.0**-42  # squared distances below this share of the squared lengths are rounding: the points are the same


class Remoteness:
    """Picks the most remote of ``rows``, one after the other; each pick is then known, with its prediction for a label.

    Parameters
    ----------
    rows : (u,) what may be picked. keys : (u,) break ties. room : how many picks at most.
    known, told : (m,) rows that are known from the start, and their labels.
    points : where inputs count; None: they do not.
    predictions : (u,) for ``rows``, where outputs count; None: they do not.
    """

    def __init__(
        self,
        rows: IntArray,
        keys: Float64,
        room: int,
        known: IntArray,
        told: Float64 | None,
        *,
        points: EmbeddingBlocks | None,
        predictions: Float64 | None,
    ) -> None:
        self._rows, self._points, self._predictions = rows, points, predictions
        self._known = np.concatenate([known, np.zeros(room, dtype=np.int64)])
        self._outputs = np.concatenate([np.zeros(len(known)) if told is None else told, np.zeros(room)])
        self._count = len(known)
        self._least, self._seen = np.full(len(rows), np.inf), np.zeros(len(rows), dtype=np.int64)
        self._keys = keys
        self._greedy = LazyGreedy(self._now(np.arange(len(rows))), self._now, keys, exact=True)

    def pick(self) -> tuple[int, float]:
        """The position of the next pick in ``rows`` and its remoteness."""
        position, remoteness = self._greedy.pick()
        self._learn(position)
        return position, remoteness

    def take(self, position: int) -> tuple[int, float]:
        """As `pick`, with the first pick given: where nothing is known, all are equally remote."""
        self._learn(position)
        bounds = self._now(np.arange(len(self._rows)))
        bounds[position] = -np.inf
        self._greedy = LazyGreedy(bounds, self._now, self._keys, exact=True)
        return position, math.nan

    def _learn(self, position: int) -> None:
        self._known[self._count] = self._rows[position]
        if self._predictions is not None:
            self._outputs[self._count] = self._predictions[position]
        self._count += 1

    def _now(self, positions: IntArray) -> Float64:
        """(len(positions),) remoteness of ``positions`` now."""
        if len(positions) and self._count:
            first = int(self._seen[positions].min())
            step = max(1, _CELLS // max(self._count - first, 1))
            for start in range(0, len(positions), step):
                self._update(positions[start : start + step], first)
        return self._least[positions]

    def _update(self, positions: IntArray, first: int) -> None:
        step = max(1, _CELLS // len(positions))
        for start in range(first, self._count, step):
            some = slice(start, min(start + step, self._count))
            self._least[positions] = np.minimum(self._least[positions], self._to(positions, some).min(axis=1))
        self._seen[positions] = self._count

    def _to(self, positions: IntArray, some: slice) -> Float64:
        """(len(positions), len(some)) remoteness from some of what is known."""
        shape = (len(positions), some.stop - some.start)
        apart = np.ones(shape)
        if self._points is not None:
            apart *= _distances(self._points, self._rows[positions], self._known[some])
        if self._predictions is not None:
            apart *= np.abs(self._predictions[positions][:, None] - self._outputs[some])
        return apart


def most_central(points: EmbeddingBlocks, keys: Float64) -> int:
    """The position of the unlabelled row nearest to the mean of all unlabelled; among equals the highest key."""
    total = np.sum([block.sum(axis=0) for _, block in points.blocks(np.float64)], axis=0)
    mean, squares = total / len(keys), np.empty(len(keys))
    for place, block in points.blocks(np.float64):
        apart = block - mean
        squares[place] = np.einsum("ij,ij->i", apart, apart)
    return smallest(squares, keys)


def smallest(values: Float64, keys: Float64) -> int:
    """The position of the smallest of ``values`` (u,); among equals the highest key."""
    rounded = quantised(values, _BITS)
    equal = np.flatnonzero(rounded == rounded.min())
    return int(equal[np.argmax(keys[equal])])


def _distances(points: EmbeddingBlocks, rows: IntArray, others: IntArray) -> Float64:
    mine, theirs = points.rows(rows, np.float64), points.rows(others, np.float64)
    sums = np.einsum("ij,ij->i", mine, mine)[:, None] + np.einsum("ij,ij->i", theirs, theirs)
    squares = sums - 2.0 * (mine @ theirs.T)
    squares[squares < sums * _SAME] = 0.0
    return np.asarray(np.sqrt(squares))
