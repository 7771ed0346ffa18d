"""The rung of strategies that choose by the scores of another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.parameter import strategy
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import Selector
from asknext.strategies.top import top

__all__ = ["OverScorer"]


@dataclass(frozen=True)
class OverScorer(Selector):
    """A strategy over any scorer."""

    scorer: Scorer = strategy("margin", "what is informative: a strategy that scores items", scores=True)  # noqa: RUF009

    @property
    def needs(self) -> frozenset[str]:
        return self.scorer.needs

    @property
    def tasks(self) -> frozenset[str]:
        return self.scorer.tasks

    def check(self, view: PoolView) -> None:
        self.scorer.check(view)
        super().check(view)

    def rank(self, view: PoolView, rng: np.random.Generator, head: int = 1000) -> Batch:
        """As one batch of all (``head`` makes no difference here)."""
        return self.select(view, len(view.unlabelled), rng)

    def ordered(self, view: PoolView, rng: np.random.Generator) -> tuple[IntArray, Float64]:
        """All unlabelled rows, the highest score first, equal ones at random; and their scores."""
        scores = self.scorer.score(view)
        order = top(scores, len(scores), rng)
        return view.unlabelled[order], scores[order]
