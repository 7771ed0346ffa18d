"""k-means++ draws by rejection: exactly the distribution of Arthur & Vassilvitskii (2007), few of the distances.

Each row keeps an upper bound of its squared distance to the centres. Some rows are drawn in proportion to their bounds,
their true distances are computed to the centres they have not seen, and the first that passes with probability
true / bound is the next centre; all better bounds are kept. What passes follows the true distances, and rows that are
never drawn are never computed. Where bounds are far too high, as those of a cold start on many small groups, more rows
are drawn for each centre: at worst every row sees every centre once, as in plain k-means++.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray
from asknext.strategies.inputs import Float64

__all__ = ["InMemory", "PlusPlus", "SeedingSpace"]

_FEWEST, _MOST = 2, 64  # rows drawn at a time


class SeedingSpace(Protocol):
    """Distances between positions."""

    def add(self, position: int) -> None:
        """Make ``position`` a centre."""
        ...

    def squares(self, positions: IntArray, first: int) -> Float64:
        """(len(positions), m) squared distances to the centres from the ``first`` on."""
        ...


class PlusPlus:
    """Draws centres one after the other, each in proportion to weight times squared distance to those before.

    Parameters
    ----------
    weights : (n,) float64, at least 0.
    first : the position of the first centre.
    space : distances between the positions 0 to n - 1.
    bounds : (n,) upper bounds of the squared distance to ``first``; tight ones save work.
    """

    def __init__(self, weights: Float64, first: int, space: SeedingSpace, bounds: Float64) -> None:
        self._weights, self._space = weights, space
        width = int(np.clip(2 ** (len(bounds).bit_length() // 2 - 1), 32, 1024))
        self._masses = np.zeros((-(-len(bounds) // width), width))
        self._masses.ravel()[: len(bounds)] = weights * bounds
        self._sums = self._masses.sum(axis=1)
        self._seen = np.zeros(len(bounds), dtype=np.int64)
        self._tries = float(_FEWEST)
        self.centres: list[int] = []
        self._take(first)

    def draw(self, rng: np.random.Generator) -> int | None:
        """The next centre, or None where every row lies on a centre."""
        tried = 0
        while (positions := self._propose(rng)) is not None:
            masses, true = self._masses.ravel()[positions], self._true(positions)
            passed = np.flatnonzero(rng.random(len(positions)) * masses < true)
            self._lower(positions, true, len(self.centres))
            tried += int(passed[0]) + 1 if len(passed) else len(positions)
            if len(passed):
                self._tries += (tried - self._tries) / 8
                return self._take(int(positions[passed[0]]))
        return None

    def _propose(self, rng: np.random.Generator) -> IntArray | None:
        """As many positions as were needed for the last centres, each in proportion to its bound."""
        blocks = np.cumsum(self._sums)
        if blocks[-1] <= 0:
            return None
        chances = rng.random((2, int(np.clip(self._tries * 1.25 + 1, _FEWEST, _MOST))))
        block = np.minimum(np.searchsorted(blocks, chances[0] * blocks[-1], side="right"), len(blocks) - 1)
        inside = np.cumsum(self._masses[block], axis=1)
        place = np.count_nonzero(inside <= (chances[1] * inside[:, -1])[:, None], axis=1)
        found: IntArray = block * inside.shape[1] + np.minimum(place, inside.shape[1] - 1)
        return np.minimum(found, len(self._seen) - 1)

    def _true(self, positions: IntArray) -> Float64:
        """(m,) weight times squared distance to the nearest centre."""
        first = int(self._seen[positions].min())
        masses: Float64 = self._masses.ravel()[positions]
        if first == len(self.centres):
            return masses
        nearest = np.maximum(self._space.squares(positions, first).min(axis=1), 0.0)
        true: Float64 = np.minimum(masses, self._weights[positions] * nearest)
        return true

    def _take(self, position: int) -> int:
        self._space.add(position)
        self.centres.append(position)
        self._lower(np.array([position]), np.zeros(1), len(self.centres))
        return position

    def _lower(self, positions: IntArray, masses: Float64, seen: int) -> None:
        self._masses.ravel()[positions], self._seen[positions] = masses, seen
        blocks = positions // self._masses.shape[1]
        self._sums[blocks] = self._masses[blocks].sum(axis=1)


class InMemory:
    """Euclidean distances between rows of ``points`` (n, d) of which at most ``room`` become centres."""

    def __init__(self, points: npt.NDArray[Any], room: int) -> None:
        self._points, self._count = points, 0
        self._centres, self._lengths = np.empty((room, points.shape[1])), np.empty(room)

    def add(self, position: int) -> None:
        centre = self._points[position].astype(np.float64)
        self._centres[self._count], self._lengths[self._count] = centre, centre @ centre
        self._count += 1

    def squares(self, positions: IntArray, first: int) -> Float64:
        rows, centres = self._points[positions].astype(np.float64), self._centres[first : self._count]
        lengths = np.einsum("ij,ij->i", rows, rows)[:, None] + self._lengths[first : self._count]
        squares: Float64 = lengths - 2.0 * (rows @ centres.T)
        squares[squares < lengths * 2.0**-42] = 0.0  # the same point, but for rounding
        return squares
