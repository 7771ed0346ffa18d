"""Facility location over the neighbour graph."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.content_order import embedding_keys
from asknext.strategies.geometry.gaussian_kernel import pool_width
from asknext.strategies.geometry.lazy_greedy import LazyGreedy
from asknext.strategies.geometry.nearest_neighbours import Neighbours, nearest_neighbours
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import choice, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import Selector

__all__ = ["FacilityLocation"]


@register
@dataclass(frozen=True)
class FacilityLocation(Selector):
    """Again and again the item that raises ``sum_y max_{s in S} sim(y, s)`` most (Wei, Iyer & Bilmes 2015).

    S is what is labelled and chosen, y runs over the unlabelled items. The similarity ``exp(-d^2 / (2 w^2))`` counts
    only between an item y and its k nearest, and is 0 beyond, so that the matrix is sparse; w is by default the root
    mean squared distance of the items to their mean. Greedy is within 1 - 1/e of the best (Nemhauser, Wolsey & Fisher
    1978), and found lazily. The score is what an item adds when chosen. Neighbours in a pool of more than 20,000 are
    approximate.
    """

    neighbours: int = number(32, "similarities kept an item", low=1, high=10_000, integer=True)
    width: float | None = number(None, "width of the kernel; default: the spread of the pool", low=1e-12)
    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "facility_location"
    time = "n min(n, 8000) d"
    memory = "n k"
    source = "Wei, Iyer & Bilmes 2015; Minoux 1978"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        rows = np.concatenate([view.unlabelled, labelled_rows(view)])
        near = nearest_neighbours(points, rows, self.neighbours, rng)
        served = _Served(near, len(view.unlabelled), pool_width(points, self.width))
        keys = embedding_keys(points, len(view.unlabelled), rng)
        greedy = LazyGreedy(served.gains(np.arange(len(keys))), served.gains, keys, exact=True)
        picks, gains = np.empty(n, dtype=np.int64), np.empty(n)
        for i in range(n):
            picks[i], gains[i] = greedy.pick()
            served.take(int(picks[i]))
        return Batch(view.unlabelled[picks], gains, Reasons(n, lambda i: _sentence(float(gains[i]))))


class _Served:
    """How well each of ``count`` items is served, and what each would add as a facility."""

    def __init__(self, near: Neighbours, count: int, width: float) -> None:
        similar = np.exp(-0.5 * near.squares[:count] / width**2)
        targets = near.positions[:count]
        self._best = np.max(similar, axis=1, initial=0.0, where=targets >= count)
        order = np.argsort(targets, axis=None, kind="stable")
        order = order[: np.count_nonzero(targets < count)]
        self._items = order // max(targets.shape[1], 1)
        self._similar = similar.ravel()[order]
        self._starts = np.searchsorted(targets.ravel()[order], np.arange(count + 1))

    def gains(self, positions: IntArray) -> Float64:
        """(m,) what each position would add."""
        sizes = self._starts[positions + 1] - self._starts[positions]
        owner = np.repeat(np.arange(len(positions)), sizes)
        edges = np.arange(len(owner)) + np.repeat(self._starts[positions] - np.cumsum(sizes) + sizes, sizes)
        added = np.maximum(self._similar[edges] - self._best[self._items[edges]], 0.0)
        others = np.bincount(owner, weights=added, minlength=len(positions))
        return np.asarray(1.0 - self._best[positions] + others, dtype=np.float64)

    def take(self, position: int) -> None:
        """Count a position as chosen."""
        edges = slice(self._starts[position], self._starts[position + 1])
        items = self._items[edges]
        self._best[items] = np.maximum(self._best[items], self._similar[edges])
        self._best[position] = 1.0


def _sentence(gain: float) -> str:
    return f"Stands for similar items that nothing asked so far stands for (it adds {gain:.2g})."
