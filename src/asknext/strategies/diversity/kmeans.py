"""k-means: one representative of each cluster."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.representatives import representatives
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.parameter import choice
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import Selector

__all__ = ["KMeans"]


@register
@dataclass(frozen=True)
class KMeans(Selector):
    """The real item nearest to the centre of each of b clusters of the unlabelled items.

    The nearest is taken among the members of the cluster, so that the batch is distinct. The score is the share of the
    items that the chosen one stands for, and orders the batch. Clusters are found on at most max(20,000, 64 b) items
    drawn at random; for b > 1,000 the pool is dealt at random into parts of at most 1,000 clusters.
    """

    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "kmeans"
    time = "n min(b, 1000) d"
    memory = "n + max(20000, 64 b) d"
    source = "Lloyd 1957; Arthur & Vassilvitskii 2007; Xu et al. 2003 (in active learning)"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        found = representatives(points, view.unlabelled, n, rng)
        order = np.argsort(-found.sizes, kind="stable")
        sizes = found.sizes[order]
        rows = view.unlabelled[found.positions[order]]
        return Batch(rows, sizes / len(view.unlabelled), Reasons(n, lambda i: _sentence(int(sizes[i]))))


def _sentence(size: int) -> str:
    return f"Stands for a group of {size} similar items." if size > 1 else "Unlike the other items."
