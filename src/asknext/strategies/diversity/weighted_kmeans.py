"""Weighted k-means: informative and different from each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.diversity.kept_by_scorer import KeptByScorer
from asknext.strategies.diversity.positive_weights import positive_weights
from asknext.strategies.geometry.representatives import representatives
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.parameter import choice
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register

__all__ = ["WeightedKMeans"]


@register
@dataclass(frozen=True)
class WeightedKMeans(KeptByScorer):
    """Of the beta * b most informative items, those nearest to b centres weighted by informativeness (Zhdanov 2019).

    Any scorer says what is informative; its scores are the weights, moved up to be positive where some are negative.
    The batch is ordered by score. For b > 1,000 the items kept are dealt at random into parts of at most 1,000 centres.
    """

    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "weighted_kmeans"
    time = "n C + beta b min(b, 1000) d"
    memory = "n + beta b d"
    source = "Zhdanov 2019"

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        kept, scores = self.kept(view, n, rng)
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        found = representatives(points, view.unlabelled[kept], n, rng, positive_weights(scores[kept]))
        chosen = kept[np.sort(found.positions)]  # kept is in the order of scores
        rows, own = view.unlabelled[chosen], scores[chosen]
        return Batch(rows, own, Reasons(n, lambda i: self.scorer.reason(view, int(rows[i]), float(own[i]))))
