"""The rung of strategies that spread the batch over the items that a scorer keeps."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.over_scorer import OverScorer
from asknext.strategies.parameter import number
from asknext.strategies.scorer import Float64
from asknext.strategies.selector import followed_by
from asknext.strategies.top import top

__all__ = ["KeptByScorer"]


@dataclass(frozen=True)
class KeptByScorer(OverScorer):
    """A strategy over the embeddings of the ``beta`` times as many items that any scorer puts first."""

    beta: float = number(10.0, "how many times the batch is kept for clustering", low=1)
    also = frozenset({"embeddings"})

    def rank(self, view: PoolView, rng: np.random.Generator, head: int = 1000) -> Batch:
        """``head`` rows as one batch, then all others in the order of the scorer."""
        first = self.select(view, min(head, len(view.unlabelled)), rng)
        scores = self.scorer.score(view)
        order = top(scores, len(scores), rng)
        order = order[~np.isin(view.unlabelled[order], first.indices)]
        return followed_by(first, view.unlabelled[order], scores[order])

    def kept(self, view: PoolView, n: int, rng: np.random.Generator) -> tuple[IntArray, Float64]:
        """Positions of the ``beta * n`` highest scores, best first, and the scores (u,) of all."""
        scores = self.scorer.score(view)
        return top(scores, min(len(scores), math.ceil(self.beta * n)), rng), scores
