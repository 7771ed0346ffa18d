"""Upper bounds of the squared distance of rows to their nearest centre, each as tight as it was worth making it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray
from asknext.strategies.geometry.kept_distances import KeptDistances
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.over_blocks import over_blocks

__all__ = ["UpperBounds"]

Float32 = npt.NDArray[np.float32]

_TILE, _FEWEST = 1 << 17, 128  # distances of one matrix product, so that they stay in the cache; its fewest rows
_ROWS = 4096  # rows read at a time
_SHARE, _FEW = 8, 32  # the first look is at this share of the centres from the start, and at least so many


class UpperBounds:
    """For each row a bound, and how many of the centres it accounts for: a row need not look at a centre before it
    matters, and a row with a small bound never does.

    Attributes
    ----------
    values : (u,) float64, at least the squared distance of each row to the nearest centre; infinite without centres.
        Single precision, and what that may be wrong by.
    seen : (u,) int32, how many of the centres, from the first on, the bound accounts for.
    centres : (count, d) float64, in the order in which they came.
    """

    def __init__(
        self, points: EmbeddingBlocks, rows: IntArray, centres: IntArray, room: int, kept: KeptDistances | None = None
    ) -> None:
        self._points, self._rows, self._kept = points, rows, kept
        self._slack = 4.0 * (16.0 + np.sqrt(points.dimensions)) * float(np.finfo(np.float32).eps)
        self._start = self.count = len(centres)
        self._centres = np.empty((len(centres) + room, points.dimensions))
        self._scaled = np.empty(self._centres.shape, dtype=np.float32)
        self._lengths = np.empty(len(self._centres), dtype=np.float32)
        self.values, self.seen = _start(len(rows)) if kept is None else (kept.values[rows], kept.seen[rows])
        shuffled = np.random.default_rng(0).permutation(centres)  # so that the first few are like all of them
        self._place(0, points.rows(shuffled if kept is None else kept.centres, np.float64))
        self._first_look()

    @property
    def centres(self) -> Float64:
        return self._centres[: self.count]

    def add(self, centre: Float64) -> None:
        """One more centre (d,): every bound is then one more behind."""
        self._place(self.count, centre[None])
        self.count += 1

    def bring_up(self, positions: IntArray, floor: float) -> None:
        """Account for more and more centres in each of ``positions``, until for all or its bound is below ``floor``."""
        while len(stale := positions[(self.seen[positions] < self.count) & (self.values[positions] >= floor)]):
            stale = stale[np.argsort(self.seen[stale], kind="stable")]
            self._look(np.array_split(stale, range(_ROWS, len(stale), _ROWS)))
            positions = stale

    def of(self, block: Float32, first: int, last: int) -> Float64:
        """(rows,) bounds of the squared distance of ``block`` (rows, d) to the nearest of centres first to last."""
        scaled, lengths = self._scaled[first:last], self._lengths[first:last, None]
        rows = min(_ROWS, max(_FEWEST, _TILE // len(scaled)))
        bounds, room = np.empty(len(block), dtype=np.float32), np.empty(len(scaled) * rows, dtype=np.float32)
        for start in range(0, len(block), rows):
            part = block[start : start + rows]
            tile = np.matmul(scaled, part.T, out=room[: len(scaled) * len(part)].reshape(len(scaled), len(part)))
            tile += lengths
            tile.min(axis=0, out=bounds[start : start + rows])
        own = np.einsum("ij,ij->i", block, block)
        bounds64: Float64 = np.maximum(bounds + own, 0.0) + own.astype(np.float64) * self._slack
        return bounds64

    def _first_look(self) -> None:
        if self.count:
            fresh = np.flatnonzero(self.seen == 0)
            self._look(fresh[start : start + _ROWS] for start in range(0, len(fresh), _ROWS))

    def _look(self, parts: Iterable[IntArray]) -> None:
        """Account for the next centres in each of ``parts``, which are in the order of how many they have seen."""
        for positions, last, bounds in over_blocks(self._points.resources, parts, self._next):
            self.values[positions] = np.minimum(self.values[positions], bounds)
            self.seen[positions] = np.maximum(self.seen[positions], last)
            if self._kept is not None and last <= self._start:
                self._kept.note(self._rows[positions], self.values[positions], self.seen[positions])

    def _next(self, positions: IntArray) -> tuple[IntArray, int, Float64]:
        first = int(self.seen[positions[0]])
        last = self._until(first)
        return positions, last, self.of(self._points.rows(self._rows[positions]), first, last)

    def _until(self, first: int) -> int:
        """At first few of the centres from the start, then twice as many, then all that came since."""
        if first >= self._start:
            return self.count
        return min(self._start, max(_FEW, self._start // _SHARE, 2 * first))

    def _place(self, at: int, centres: Float64) -> None:
        places = slice(at, at + len(centres))
        lengths = np.einsum("ij,ij->i", centres, centres)
        self._centres[places], self._scaled[places] = centres, -2.0 * centres
        self._lengths[places] = lengths * (1.0 + self._slack)


def _start(n: int) -> tuple[Float64, npt.NDArray[np.int32]]:
    return np.full(n, np.inf), np.zeros(n, dtype=np.int32)
