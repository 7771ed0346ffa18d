"""The rung of strategies that look at the scores of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.pool.view import PoolView
from asknext.strategies.parameter import strategy
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import Selector

__all__ = ["OverScorer"]


@dataclass(frozen=True)
class OverScorer(Selector):
    """A strategy over any scorer: it needs what the scorer needs and ``also``, and does the same tasks."""

    scorer: Scorer = strategy("margin", "what is informative: a strategy that scores items", scores=True)  # noqa: RUF009
    also: ClassVar[frozenset[str]] = frozenset()

    @property
    def needs(self) -> frozenset[str]:
        return self.scorer.needs | self.also

    @property
    def tasks(self) -> frozenset[str]:
        return self.scorer.tasks

    def check(self, view: PoolView) -> None:
        self.scorer.check(view)
        super().check(view)
