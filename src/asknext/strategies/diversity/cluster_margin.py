"""Cluster-margin: unsure items, from small clusters first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.diversity.kept_by_scorer import KeptByScorer
from asknext.strategies.geometry.content_order import content_order
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.parameter import choice, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register

__all__ = ["ClusterMargin"]

_MOST = 4096  # rows of one tree: its distances take 64 MB


@register
@dataclass(frozen=True)
class ClusterMargin(KeptByScorer):
    """Of the beta * b most unsure items, one after the other from each cluster, small clusters first (Citovsky 2021).

    The clusters are those of average-linkage agglomerative clustering, cut at ``distance``, or into b clusters where
    that is not given, so that they hold beta items on average, as the paper advises. Rounds go over the clusters from
    the smallest to the largest and take one item of each at random, until there are b. The paper clusters the whole
    pool once, which takes memory in its square; here only the items kept are clustered, dealt at random into parts
    of at most 4,096. The score is that of the scorer; the batch is in the order of the rounds.
    """

    distance: float | None = number(None, "clusters farther apart stay apart; default: b clusters", low=0)
    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "cluster_margin"
    time = "n C + beta b min(beta b, 4096) d"
    memory = "n + beta b d + 4096^2"
    source = "Citovsky et al. 2021"

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        kept, scores = self.kept(view, n, rng)
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        kept = kept[_content(points, view.unlabelled[kept], rng)]
        members = self._clusters(points, view.unlabelled[kept], n, rng)
        order = round_robin(members, n, rng)
        sizes = np.bincount(members)[members[order]]
        rows, own = view.unlabelled[kept[order]], scores[kept[order]]
        return Batch(rows, own, Reasons(n, lambda i: _sentence(int(sizes[i]))))

    def _clusters(self, points: EmbeddingBlocks, rows: IntArray, n: int, rng: np.random.Generator) -> IntArray:
        """(len(rows),) the cluster of each row, numbered from 0."""
        members, found = np.empty(len(rows), dtype=np.int64), 0
        parts = -(-len(rows) // _MOST)
        dealt = rng.permutation(len(rows)) if parts > 1 else np.arange(len(rows))
        for part in range(parts):
            here = dealt[part::parts]
            own = self._part(points.rows(rows[here], np.float64), len(range(part, n, parts)))
            members[here] = own + found
            found += int(own.max()) + 1
        return members

    def _part(self, points: npt.NDArray[np.float64], clusters: int) -> IntArray:
        from scipy.cluster.hierarchy import fcluster, linkage

        if len(points) == 1:
            return np.zeros(1, dtype=np.int64)
        tree = linkage(points, method="average")
        if self.distance is None:
            labels = fcluster(tree, max(1, clusters), criterion="maxclust")
        else:
            labels = fcluster(tree, self.distance, criterion="distance")
        return np.asarray(labels, dtype=np.int64) - 1


def _content(points: EmbeddingBlocks, rows: IntArray, rng: np.random.Generator) -> IntArray:
    return content_order([(slice(None), points.rows(rows, np.float64))], len(rows), points.dimensions, rng)


def round_robin(members: IntArray, n: int, rng: np.random.Generator) -> IntArray:
    """``n`` positions, one of each cluster in ``members`` (k,) a round, small clusters first, at random within."""
    keys, sizes = rng.random(len(members)), np.bincount(members)
    order = np.lexsort((keys, members))
    starts = np.cumsum(sizes) - sizes
    turn = np.empty(len(members), dtype=np.int64)
    turn[order] = np.arange(len(members)) - starts[members[order]]
    breaking = rng.random(len(sizes))
    return np.lexsort((breaking[members], sizes[members], turn))[:n]


def _sentence(size: int) -> str:
    return f"Among the least sure, and in a group of {size} such {'items' if size > 1 else 'item'}."
