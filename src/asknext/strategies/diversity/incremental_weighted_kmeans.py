"""Incremental weighted k-means: informative, different from each other and from what is labelled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.diversity.kept_by_scorer import KeptByScorer
from asknext.strategies.diversity.positive_weights import positive_weights
from asknext.strategies.geometry.clustering_beside import cluster_beside, nearest_squares
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import choice
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register

__all__ = ["IncrementalWeightedKMeans"]


@register
@dataclass(frozen=True)
class IncrementalWeightedKMeans(KeptByScorer):
    """Weighted k-means in which labelled items are centres that stay where they are and repel the new ones.

    Of the beta * b most informative items, minimises ``sum_i w_i min(min_l |x_i - x_l|^2, min_j |x_i - c_j|^2)`` over
    b free centres c, with the labelled items l as fixed centres and informativeness as w, and takes the item nearest
    to each free centre (Abraham & Dreyfus-Schmidt 2021). Without labelled items it is `weighted_kmeans`. The batch is
    ordered by score.
    """

    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "incremental_weighted_kmeans"
    time = "n C + beta b (m + b) d"
    memory = "n + (m + beta b) d"
    source = "Abraham & Dreyfus-Schmidt 2021"

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        kept, scores = self.kept(view, n, rng)
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        block = points.rows(view.unlabelled[kept])
        fixed = nearest_squares(block, points.rows(labelled_rows(view), np.float64))
        found = cluster_beside(block, fixed, n, positive_weights(scores[kept]), rng)
        chosen = kept[np.sort(found)]  # kept is in the order of scores
        rows, own = view.unlabelled[chosen], scores[chosen]
        return Batch(rows, own, Reasons(n, lambda i: self.scorer.reason(view, int(rows[i]), float(own[i]))))
