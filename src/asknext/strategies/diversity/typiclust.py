"""TypiClust: the most typical items of clusters without a label; for a cold start."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.clustering import cluster, nearest_centre
from asknext.strategies.geometry.nearest_neighbours import nearest_neighbours
from asknext.strategies.geometry.representatives import by_content
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import choice, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import Selector
from asknext.strategies.top import quantised

__all__ = ["TypiClust", "typicality"]

_SAMPLE, _ROWS_A_CENTRE = 20_000, 64
_READ = 4096
_LEAST_DISTANCE = 1e-5  # as in the authors' code: equal items have a finite typicality
_SMALL = 5  # clusters below this come last, as outliers


@register
@dataclass(frozen=True)
class TypiClust(Selector):
    """From each of the largest clusters without a label, the item of highest typicality (Hacohen 2022).

    All items are put into m + b clusters by k-means, at most ``clusters``; those with the fewest labels come first, of
    these the largest, those with fewer than 5 unlabelled items last; one item is taken from each in turn. Typicality
    is the inverse mean distance to the ``neighbours`` nearest unlabelled items of the cluster (at most half of it),
    once a batch; it is the score. Needs no model and no label: made for a cold start with few labels. Neighbours in a
    cluster of more than 20,000 are approximate; clusters are found on at most 20,000 items or 64 a cluster.
    """

    neighbours: int = number(20, "nearest items that typicality looks at", low=1, high=1000, integer=True)
    clusters: int = number(500, "the most clusters", low=1, high=10_000, integer=True)
    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "typiclust"
    time = "n min(m + b, 500) d + neighbours within clusters"
    memory = "n k + max(20000, 64 (m + b)) d"
    source = "Hacohen, Dekel & Weinshall 2022"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        members, seen = self._clusters(points, view, n, rng)
        keys = rng.random(len(members))
        turns = _turns(members, seen, n)
        chosen, scores, sizes = np.empty(n, dtype=np.int64), np.empty(n), np.empty(n, dtype=np.int64)
        for one in np.unique(turns):
            inside, places = np.flatnonzero(members == one), np.flatnonzero(turns == one)
            typical = typicality(points, view.unlabelled[inside], self.neighbours, rng)
            order = np.lexsort((keys[inside], -quantised(typical)))[: len(places)]
            chosen[places], scores[places], sizes[places] = inside[order], typical[order], len(inside)
        return Batch(view.unlabelled[chosen], scores, Reasons(n, lambda i: _sentence(int(sizes[i]))))

    def _clusters(
        self, points: EmbeddingBlocks, view: PoolView, n: int, rng: np.random.Generator
    ) -> tuple[IntArray, IntArray]:
        """The cluster of each unlabelled row, and how many labelled rows each cluster has."""
        known = labelled_rows(view)
        rows = np.concatenate([view.unlabelled, known])
        count = min(len(known) + n, self.clusters, len(rows))
        sample = rows[by_content(points, rows, rng)]
        most = max(_SAMPLE, _ROWS_A_CENTRE * count)
        if len(sample) > most:
            sample = sample[np.sort(rng.choice(len(sample), most, replace=False))]
        centres = cluster(points.rows(sample), count, np.ones(len(sample)), rng).centres
        members = _members(points, rows, centres)
        return members[: len(view.unlabelled)], np.bincount(members[len(view.unlabelled) :], minlength=count)


def typicality(points: EmbeddingBlocks, rows: IntArray, neighbours: int, rng: np.random.Generator) -> Float64:
    """(len(rows),) inverse mean distance of each row to its nearest ``neighbours`` among ``rows``, at most half of
    them; infinity stands nowhere: equal items have 1e5."""
    k = min(neighbours, len(rows) // 2)
    if k == 0:
        return np.zeros(len(rows))
    near = nearest_neighbours(points, rows, k, rng)
    return np.asarray(1.0 / (np.sqrt(near.squares).mean(axis=1) + _LEAST_DISTANCE), dtype=np.float64)


def _members(points: EmbeddingBlocks, rows: IntArray, centres: Float64) -> IntArray:
    parts = [nearest_centre(points.rows(rows[at : at + _READ]), centres)[0] for at in range(0, len(rows), _READ)]
    return np.concatenate(parts)


def _turns(members: IntArray, seen: IntArray, n: int) -> IntArray:
    """(n,) the cluster of each pick: fewest labels first, then largest; each in turn while it has items left."""
    left = np.bincount(members, minlength=len(seen))
    order = np.lexsort((-left, seen, left < _SMALL))
    turns: list[int] = []
    while len(turns) < n:
        turns += [int(one) for one in order if left[one] > 0]
        left -= 1
    return np.array(turns[:n], dtype=np.int64)


def _sentence(size: int) -> str:
    return f"Typical of a group of {size} items without a label." if size > 1 else "Stands alone, far from the others."
