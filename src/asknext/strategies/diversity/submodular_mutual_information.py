"""Submodular mutual information: items like those of a query set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.curation.given_rows import given_rows, rows_given
from asknext.strategies.geometry.content_order import embedding_keys
from asknext.strategies.geometry.gaussian_kernel import kernel, pool_width
from asknext.strategies.geometry.lazy_greedy import LazyGreedy
from asknext.strategies.geometry.nearest_unlabelled import nearest_unlabelled
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.parameter import choice, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import Selector
from asknext.strategies.top import top

__all__ = ["SubmodularMutualInformation"]

_CELLS = 1 << 20


@register
@dataclass(frozen=True)
class SubmodularMutualInformation(Selector):
    """Items that share most with a query set Q, without repeating each other (Kothawade et al. 2021).

    ``flqmi`` takes again and again the item that raises ``sum_{q in Q} max_{s in S} sim(q, s) + eta sum_{s in S} max_{q
    in Q} sim(q, s)`` most, S what is chosen: every query is to be matched, and every choice near some query. ``gcmi``
    takes the items with the largest ``2 sum_{q in Q} sim(q, s)``, which does not look at repetition. The similarity is
    ``exp(-d^2 / (2 w^2))``, w by default the root mean squared distance of the items to their mean. The first sum of
    ``flqmi`` counts only the ``neighbours`` items nearest to each query, so that the matrix is sparse, and greedy is
    lazy. Q is given by row or by a column that marks it, for example items of a rare class; by default what is
    labelled. The score is what an item adds.
    """

    query: Any = given_rows("rows of the query set, or a column that marks them; default: labelled rows")  # noqa: RUF009
    kind: str = choice("flqmi", "'flqmi' or 'gcmi'", options=("flqmi", "gcmi"))
    eta: float = number(1.0, "weight of being near some query against matching all of them", low=0, high=1e6)
    neighbours: int = number(100, "items kept a query", low=1, high=100_000, integer=True)
    width: float | None = number(None, "width of the kernel; default: the spread of the pool", low=1e-12)
    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "submodular_mutual_information"
    time = "n q d for q queries + q k b"
    memory = "n + q (d + k)"
    source = "Kothawade et al. 2021; Iyer et al. 2021"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"} | ({"columns"} if isinstance(self.query, str) else set()))

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        queries = rows_given(view, self.query, "query", self.name)
        width = pool_width(points, self.width)
        nearest, sums = _similarities(points, view, queries, width)
        if self.kind == "gcmi" or len(queries) == 0:
            picks = top(2.0 * sums, n, rng)
            gains = 2.0 * sums[picks]
        else:
            matched = _Matched(points, queries, self.neighbours, width, self.eta * nearest)
            picks, gains = _greedy(matched, embedding_keys(points, len(nearest), rng), n)
        return Batch(view.unlabelled[picks], gains, Reasons(n, lambda i: _sentence(float(nearest[picks[i]]), queries)))


class _Matched:
    """How well each query is matched, and what each item would add."""

    def __init__(self, points: EmbeddingBlocks, queries: IntArray, k: int, width: float, own: Float64) -> None:
        positions, squares = nearest_unlabelled(points, queries, k)
        order = np.argsort(positions, axis=None, kind="stable")
        self._queries = order // positions.shape[1]
        self._similar = np.exp(-0.5 * squares / width**2).ravel()[order]
        self._starts = np.searchsorted(positions.ravel()[order], np.arange(len(own) + 1))
        self._best, self._own = np.zeros(len(queries)), own

    def gains(self, positions: IntArray) -> Float64:
        """(m,) what each position would add."""
        sizes = self._starts[positions + 1] - self._starts[positions]
        owner = np.repeat(np.arange(len(positions)), sizes)
        edges = np.arange(len(owner)) + np.repeat(self._starts[positions] - np.cumsum(sizes) + sizes, sizes)
        added = np.maximum(self._similar[edges] - self._best[self._queries[edges]], 0.0)
        return np.asarray(self._own[positions] + np.bincount(owner, weights=added, minlength=len(positions)))

    def take(self, position: int) -> None:
        """Count a position as chosen."""
        edges = slice(self._starts[position], self._starts[position + 1])
        queries = self._queries[edges]
        self._best[queries] = np.maximum(self._best[queries], self._similar[edges])


def _similarities(points: EmbeddingBlocks, view: PoolView, queries: IntArray, width: float) -> tuple[Float64, Float64]:
    """(u,) the similarity of each item to the nearest query, and its sum over all queries."""
    given = points.rows(queries, np.float64)
    nearest, sums = np.zeros(len(view.unlabelled)), np.zeros(len(view.unlabelled))
    step = max(1, _CELLS // max(len(given), points.dimensions))
    for start in range(0, len(nearest), step):
        block = points.rows(view.unlabelled[start : start + step], np.float64)
        if len(given):
            similar = kernel(block, given, width)
            nearest[start : start + step], sums[start : start + step] = similar.max(axis=1), similar.sum(axis=1)
    return nearest, np.round(sums, 9)


def _greedy(matched: _Matched, keys: Float64, n: int) -> tuple[IntArray, Float64]:
    greedy = LazyGreedy(matched.gains(np.arange(len(keys))), matched.gains, keys, exact=True)
    picks, gains = np.empty(n, dtype=np.int64), np.empty(n)
    for i in range(n):
        picks[i], gains[i] = greedy.pick()
        matched.take(int(picks[i]))
    return picks, gains


def _sentence(nearest: float, queries: IntArray) -> str:
    if len(queries) == 0:
        return "Drawn at random: there are no items to be like."
    return f"Like one of the {len(queries)} items that were given (similarity {nearest:.2f})."
