"""Exact greedy farthest-first traversal that computes a small part of the distances.

Three lists, each of what may be farthest in the one before: all rows, with upper bounds that account for as many
centres as mattered; the front, some thousand rows whose bounds account for all centres; and the shortlist, some dozens
whose distances are exact. While the best of the shortlist is above every bound outside it, it is the farthest row; when
it no longer is, the shortlist is drawn again from the front, or the front from all rows.

The picks are those of plain greedy, whatever the data. The work depends on it: at worst, where every pick lowers the
bounds of most rows (a cold start in few dimensions), every distance is computed as in plain greedy and a scan of the
bounds is added to each pick; where all rows are equally far nothing is computed twice.
"""

from __future__ import annotations

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.geometry.gaussian_kernel import squared_distances
from asknext.strategies.geometry.kept_distances import KeptDistances
from asknext.strategies.geometry.shortlist import Floor, shortlist
from asknext.strategies.geometry.upper_bounds import UpperBounds
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.top import quantised

__all__ = ["FarthestFirst"]

_SAMPLE = 4096  # at most so many rows, always up to date, tell how many others reach a bound
_FRONT, _MOST = 2048, 8192  # rows wanted in the front, fewer for few picks, and the most
_SHORT = 48  # rows of the shortlist
_BITS = 36
_NOTHING: Floor = (-1.0, -1.0)


class FarthestFirst:
    """Picks rows one after the other, each the farthest from all centres so far.

    Parameters
    ----------
    points : the embeddings of the view.
    rows : (u,) int64, the rows that may be picked.
    centres : (m,) int64, rows that are centres from the start; may be empty.
    keys : (u,) float64 in [0, 1), distinct; among equally far rows the highest key wins.
    room : how many picks will be asked for at most.
    kept : distances of an earlier traversal; they save work and change nothing.
    """

    def __init__(
        self,
        points: EmbeddingBlocks,
        rows: IntArray,
        centres: IntArray,
        keys: Float64,
        room: int,
        kept: KeptDistances | None = None,
    ) -> None:
        self._points, self._rows, self._keys = points, rows, keys
        self._bounds = UpperBounds(points, rows, centres, room, kept)
        self._wanted = min(_FRONT, max(4 * room, _FRONT // 8))
        told = min(len(rows), _SAMPLE, max(_SAMPLE // 16, 8 * len(rows) // self._wanted))
        self._sample = np.linspace(0, len(rows) - 1, told).astype(np.int64)
        self._front: IntArray = np.empty(0, dtype=np.int64)
        self._short: IntArray = np.empty(0, dtype=np.int64)
        self._front_floor: Floor = (np.inf, 1.0)
        self._short_floor: Floor = (np.inf, 1.0)
        self._front_seen = 0

    def pick(self) -> tuple[int, float]:
        """The position in ``rows`` of the next pick and its squared distance (infinite without centres)."""
        if self._bounds.count == 0:
            return self._first()
        if len(self._short) == 0:
            self._draw()
        while (best := self._best()) <= self._short_floor:
            self._put_back()
            self._draw(best)
        return self._take()

    def _first(self) -> tuple[int, float]:
        position = int(np.argmax(self._keys))
        self._bounds.add(self._points.rows(self._rows[[position]], np.float64)[0])
        self._bounds.values[position] = -1.0
        return position, np.inf

    def _best(self) -> Floor:
        """The value and key of the farthest in the shortlist, which is in the order of keys."""
        place = self._squares.argmax()
        return float(self._squares[place]), float(self._keys[self._short[place]])

    def _take(self) -> tuple[int, float]:
        place = int(self._squares.argmax())
        position, square = int(self._short[place]), float(self._squares[place])
        self._bounds.add(self._block[place])
        self._bounds.values[position] = -1.0
        np.minimum(self._squares, self._between[place], out=self._squares)
        self._squares[place] = -1.0
        return position, square

    def _draw(self, best: Floor = _NOTHING) -> None:
        """The shortlist again, and the front where what is left of it may be no better than what is outside."""
        if best <= self._front_floor and self._short_floor <= self._front_floor:
            self._draw_front()
        self._draw_short()

    def _put_back(self) -> None:
        """Exact distances are the best of bounds."""
        self._bounds.values[self._short], self._bounds.seen[self._short] = self._squares, self._bounds.count

    def _draw_short(self) -> None:
        """The farthest rows of the front, which is brought up to date first."""
        self._catch_up()
        found = shortlist(self._bounds.values[self._front], self._keys[self._front], _SHORT, self._front_floor)
        short = self._front[found.places]
        self._short, self._short_floor = short[np.argsort(-self._keys[short])], found.floor
        self._block = self._points.rows(self._rows[self._short], np.float64)
        self._between = quantised(squared_distances(self._block, self._block), _BITS)
        squares = quantised(squared_distances(self._block, self._bounds.centres).min(axis=1), _BITS)
        self._squares = np.where(self._bounds.values[self._short] < 0, -1.0, squares)

    def _catch_up(self) -> None:
        """Account for the centres that came since the front was drawn or looked at."""
        if self._front_seen < self._bounds.count:
            bounds = self._bounds.of(self._front_block, self._front_seen, self._bounds.count)
            values = self._bounds.values
            values[self._front] = np.minimum(values[self._front], bounds)
            self._bounds.seen[self._front] = self._front_seen = self._bounds.count

    def _draw_front(self) -> None:
        """The rows whose bounds are the largest once they account for all centres."""
        values = self._bounds.values
        level = max(self._level(), 0.0)
        self._bounds.bring_up(np.flatnonzero(values >= level), level)
        front = np.flatnonzero(values >= level)
        found = shortlist(values[front], self._keys[front], _MOST, (level, -1.0))
        self._front, self._front_floor = front[found.places], found.floor
        self._front_block = self._points.rows(self._rows[self._front])
        self._front_seen = self._bounds.count

    def _level(self) -> float:
        """The value that about as many rows reach as are wanted in the front, judged by the sample."""
        self._bounds.bring_up(self._sample, 0.0)
        some = min(len(self._sample), -(-self._wanted * len(self._sample) // len(self._rows)))
        return float(np.partition(self._bounds.values[self._sample], -some)[-some])
