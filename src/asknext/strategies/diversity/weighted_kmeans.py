"""Weighted k-means: informative and different from each other."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.representatives import representatives
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.parameter import choice, number, strategy
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import Selector, followed_by
from asknext.strategies.top import top

__all__ = ["WeightedKMeans"]


@register
@dataclass(frozen=True)
class WeightedKMeans(Selector):
    """Of the beta * b most informative items, those nearest to b centres weighted by informativeness (Zhdanov 2019).

    Any scorer says what is informative; its scores are the weights, moved up to be positive where some are negative.
    The batch is ordered by score. For b > 1,000 the items kept are dealt at random into parts of at most 1,000 centres.
    """

    scorer: Scorer = strategy("margin", "what is informative: a strategy that scores items", scores=True)  # noqa: RUF009
    beta: float = number(10.0, "how many times the batch is kept for clustering", low=1)
    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "weighted_kmeans"
    time = "n C + beta b min(b, 1000) d"
    memory = "n + beta b d"
    source = "Zhdanov 2019"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"}) | self.scorer.needs

    @property
    def tasks(self) -> frozenset[str]:
        return self.scorer.tasks

    def check(self, view: PoolView) -> None:
        self.scorer.check(view)
        super().check(view)

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        scores = self.scorer.score(view)
        kept = top(scores, min(len(scores), math.ceil(self.beta * n)), rng)
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        found = representatives(points, view.unlabelled[kept], n, rng, _weights(scores[kept]))
        chosen = kept[np.sort(found.positions)]  # kept is in the order of scores
        rows, own = view.unlabelled[chosen], scores[chosen]
        return Batch(rows, own, Reasons(n, lambda i: self.scorer.reason(view, int(rows[i]), float(own[i]))))

    def rank(self, view: PoolView, rng: np.random.Generator, head: int = 1000) -> Batch:
        """``head`` rows as one batch, then all others in the order of the scorer."""
        first = self.select(view, min(head, len(view.unlabelled)), rng)
        scores = self.scorer.score(view)
        order = top(scores, len(scores), rng)
        order = order[~np.isin(view.unlabelled[order], first.indices)]
        return followed_by(first, view.unlabelled[order], scores[order])


def _weights(scores: Float64) -> Float64:
    """Positive weights with the proportions of ``scores`` (all equal where there is nothing to tell apart)."""
    moved = scores - min(0.0, float(scores.min()))
    highest = moved.max()
    return np.maximum(moved / highest, 1e-9) if highest > 0 else np.ones(len(scores))
