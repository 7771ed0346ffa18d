"""Any strategy on a random part of the pool."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.wrappers.over_part import OverPart

__all__ = ["Subsample"]


@register
@dataclass(frozen=True)
class Subsample(OverPart):
    """Another strategy on ``max(size, n)`` unlabelled rows drawn at random, for pools too large for it.

    With no more rows than that, exactly the other strategy.
    """

    size: int = number(10_000, "rows drawn", low=1, integer=True)

    name = "subsample"
    time = "n + the other strategy's on the rows drawn"
    memory = "n + the other strategy's on the rows drawn"
    source = "Roy & McCallum 2001 (a random sub-pool)"

    def part(self, view: PoolView, n: int, rng: np.random.Generator) -> IntArray:
        wanted = max(self.size, n)
        if wanted >= len(view.unlabelled):
            return view.unlabelled
        return view.unlabelled[rng.choice(len(view.unlabelled), wanted, replace=False)]
