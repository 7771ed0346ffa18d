"""k-means++ draws by rejection: exactly the distribution of Arthur & Vassilvitskii (2007), few of the distances.

Each row keeps an upper bound of its squared distance to the centres. A row is drawn in proportion to its bound, its
true distance is computed to the centres it has not seen, and it is accepted with probability true / bound; the better
bound is kept. Accepted rows follow the true distances, and rows that are never drawn are never computed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.inputs import Float64

__all__ = ["PlusPlus"]

_BLOCK = 1024

Squares = Callable[[int, IntArray], Float64]


class PlusPlus:
    """Draws centres one after the other, each in proportion to weight times squared distance to those before.

    Parameters
    ----------
    weights : (n,) float64, at least 0.
    first : the position of the first centre.
    squares : ``squares(i, centres)`` gives the (m,) squared distances of row i to ``centres`` (m,).
    bounds : (n,) upper bounds of the squared distance to ``first``; exact ones save work.
    """

    def __init__(self, weights: Float64, first: int, squares: Squares, bounds: Float64) -> None:
        self._weights, self._squares = weights, squares
        self.centres = [first]
        self._bounds = np.array(bounds, dtype=np.float64)
        self._seen = np.zeros(len(bounds), dtype=np.int64)
        self._sums = np.add.reduceat(weights * self._bounds, np.arange(0, len(bounds), _BLOCK))
        self._lower(first, 0.0)

    def draw(self, rng: np.random.Generator) -> int | None:
        """The next centre, or None where every row lies on a centre."""
        while (position := self._propose(rng)) is not None:
            bound, true = self._bounds[position], self._true(position)
            self._lower(position, true)
            if rng.random() * bound < true:
                self._lower(position, 0.0)
                self.centres.append(position)
                return position
        return None

    def _propose(self, rng: np.random.Generator) -> int | None:
        blocks = np.cumsum(self._sums)
        if blocks[-1] <= 0:
            return None
        block = int(np.searchsorted(blocks, rng.random() * blocks[-1], side="right"))
        inside = np.cumsum(self._mass(min(block, len(blocks) - 1)))
        place = int(np.searchsorted(inside, rng.random() * inside[-1], side="right"))
        return min(block, len(blocks) - 1) * _BLOCK + min(place, len(inside) - 1)

    def _true(self, position: int) -> float:
        unseen = np.array(self.centres[self._seen[position] :], dtype=np.int64)
        if len(unseen) == 0:
            return float(self._bounds[position])
        nearest = float(self._squares(position, unseen).min())
        return min(float(self._bounds[position]), max(nearest, 0.0))

    def _lower(self, position: int, square: float) -> None:
        block = position // _BLOCK
        self._bounds[position], self._seen[position] = square, len(self.centres)
        self._sums[block] = self._mass(block).sum()

    def _mass(self, block: int) -> Float64:
        part = slice(block * _BLOCK, (block + 1) * _BLOCK)
        return self._weights[part] * self._bounds[part]
