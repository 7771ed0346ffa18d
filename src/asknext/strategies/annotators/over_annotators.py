"""The rung of wrappers that say whom to ask about the items that another strategy chooses."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch, Strategy
from asknext.strategies.parameter import strategy
from asknext.strategies.reasons import Reasons
from asknext.strategies.selector import Selector

__all__ = ["OverAnnotators"]


@dataclass(frozen=True)
class OverAnnotators(Selector):
    """Another strategy chooses the items. A member writes `appoint`."""

    strategy: Strategy = strategy("least_confidence", "the strategy that chooses the items")  # noqa: RUF009

    @property
    def needs(self) -> frozenset[str]:
        return self.strategy.needs | {"annotations"}

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset(getattr(self.strategy, "tasks", super().tasks))

    @abstractmethod
    def appoint(self, view: PoolView, rows: IntArray, rng: np.random.Generator) -> IntArray:
        """(len(rows), k) annotators of each of ``rows``, -1 for nobody further."""

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        batch = self.strategy.select(view, n, rng)
        who = self.appoint(view, batch.indices, rng)
        return replace(
            batch, annotators=who, reasons=Reasons(n, lambda i: f"{batch.reasons[i]} {_sentence(who[i].tolist())}")
        )


def _sentence(who: list[int]) -> str:
    named = [str(one) for one in who if one >= 0]
    if not named:
        return "Everybody who may be asked has answered it or has enough to do."
    return f"Annotator{'s' if len(named) > 1 else ''} {', '.join(named)} should answer."
