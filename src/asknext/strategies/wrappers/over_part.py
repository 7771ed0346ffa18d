"""The rung of scaling wrappers: another strategy, given only part of the pool to choose from."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch, Strategy
from asknext.strategies.limited_view import limited_to
from asknext.strategies.parameter import strategy
from asknext.strategies.selector import Selector

__all__ = ["OverPart"]


@dataclass(frozen=True)
class OverPart(Selector):
    """A strategy that sees only some of the unlabelled rows. A member writes `part`."""

    strategy: Strategy = strategy("margin", "the strategy that chooses among the part")  # noqa: RUF009

    @property
    def needs(self) -> frozenset[str]:
        return self.strategy.needs

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset(getattr(self.strategy, "tasks", super().tasks))

    @abstractmethod
    def part(self, view: PoolView, n: int, rng: np.random.Generator) -> IntArray:
        """At least ``n`` distinct rows of ``view.unlabelled``."""

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        rows = np.sort(self.part(view, n, rng))
        return self.strategy.select(limited_to(view, rows, self.name), n, rng)
