"""The rung of strategies that draw or go down the scores of another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.over_scorer import OverScorer
from asknext.strategies.scorer import Float64
from asknext.strategies.top import top

__all__ = ["OrderedByScorer"]


@dataclass(frozen=True)
class OrderedByScorer(OverScorer):
    """A strategy over any scorer whose ranking is one batch of all."""

    def rank(self, view: PoolView, rng: np.random.Generator, head: int = 1000) -> Batch:
        """As one batch of all (``head`` makes no difference here)."""
        return self.select(view, len(view.unlabelled), rng)

    def ordered(self, view: PoolView, rng: np.random.Generator) -> tuple[IntArray, Float64]:
        """All unlabelled rows, the highest score first, equal ones at random; and their scores."""
        scores = self.scorer.score(view)
        order = top(scores, len(scores), rng)
        return view.unlabelled[order], scores[order]
