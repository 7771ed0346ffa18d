"""Exact greedy maximisation that computes a small part of the gains.

Where a gain can only fall as more is chosen (a submodular function), an old gain is an upper bound: the item with the
largest bound is the best as soon as its bound is up to date (Minoux 1978). Worst case: the work of plain greedy.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.geometry.shortlist import Floor, shortlist
from asknext.strategies.inputs import Float64
from asknext.strategies.top import quantised

__all__ = ["LazyGreedy"]

_FEW, _MANY = 16, 1024
_FRONT = 8192  # positions looked at before all are

Gains = Callable[[IntArray], Float64]


class LazyGreedy:
    """Picks positions one after the other, each with the largest gain given those before.

    Parameters
    ----------
    bounds : (n,) upper bounds of the gains before anything is picked.
    gains : ``gains(positions)`` gives the (m,) gains now; the caller takes each pick into account before the next.
    keys : (n,) float64, distinct; among equal gains the highest key wins.
    exact : whether ``bounds`` are the gains themselves, so that they need no second look before the first pick.
    ceilings : ``ceilings(positions)`` gives upper bounds of the gains now, which take less time than the gains.
    """

    def __init__(
        self, bounds: Float64, gains: Gains, keys: Float64, *, exact: bool = False, ceilings: Gains | None = None
    ) -> None:
        self._bounds, self._keys = quantised(bounds), keys
        self._stages = [gains] if ceilings is None else [ceilings, gains]
        self._before = 0  # stages of all picks made
        self._seen = np.full(len(bounds), len(self._stages) if exact else 0, dtype=np.int64)
        self._front: IntArray
        self._floor: Floor
        self._draw_front()

    def pick(self) -> tuple[int, float]:
        """The position of the next pick and its gain."""
        sizes = [_FEW] * len(self._stages)
        while True:
            position = self._candidate()
            stage = max(0, int(self._seen[position]) - self._before)
            if (self._bounds[position], self._keys[position]) <= self._floor:
                self._draw_front()
            elif stage == len(self._stages):
                return position, self._take(position)
            else:
                self._refresh(position, stage, sizes[stage])
                sizes[stage] = min(2 * sizes[stage], _MANY)

    def _draw_front(self) -> None:
        """The positions with the largest bounds: while their best is above all others, only they are looked at."""
        found = shortlist(self._bounds, self._keys, _FRONT, (-np.inf, -1.0))
        self._front, self._floor = found.places, found.floor

    def _candidate(self) -> int:
        bounds = self._bounds[self._front]
        equal = self._front[bounds == bounds.max()]
        return int(equal[np.argmax(self._keys[equal])])

    def _take(self, position: int) -> float:
        gain = float(self._bounds[position])
        self._bounds[position] = -np.inf
        self._before += len(self._stages)
        return gain

    def _refresh(self, position: int, stage: int, some: int) -> None:
        """Take the positions at ``stage`` with the largest bounds through it, among them ``position``."""
        here = np.maximum(self._seen[self._front], self._before) == self._before + stage
        stale = np.where(here, self._bounds[self._front], -np.inf)
        stale[self._front == position] = np.inf
        chosen = np.argpartition(stale, -some)[-some:] if some < len(stale) else np.arange(len(stale))
        chosen = self._front[chosen[stale[chosen] > -np.inf]]
        self._bounds[chosen] = quantised(self._stages[stage](chosen))
        self._seen[chosen] = self._before + stage + 1
