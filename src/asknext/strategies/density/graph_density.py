"""Graph density: the best connected items of the neighbour graph, spread over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.content_order import embedding_keys
from asknext.strategies.geometry.gaussian_kernel import pool_width
from asknext.strategies.geometry.nearest_neighbours import Neighbours, nearest_neighbours
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import choice, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import Selector
from asknext.strategies.top import quantised

__all__ = ["GraphDensity"]


@register
@dataclass(frozen=True)
class GraphDensity(Selector):
    """Again and again the item of the highest mean edge weight in the k-NN graph (Ebert, Fritz & Schiele 2012).

    ``Gra(i) = sum_j P_ij exp(-d(i, j)^2 / (2 w^2)) / sum_j P_ij``, where P_ij is 1 if either is among the k nearest of
    the other. When i is chosen, Gra(i), where positive, is subtracted from that of its neighbours. Labelled items are
    in the graph, and their density is subtracted first, the densest first. Distances are Euclidean (the paper's are
    Manhattan) or between rows of length 1; w is by default the root mean squared distance of the items to their mean.
    The score is Gra when chosen. Neighbours in a pool of more than 20,000 are approximate.
    """

    neighbours: int = number(10, "edges an item starts", low=1, high=1000, integer=True)
    width: float | None = number(None, "width of the kernel; default: the spread of the pool", low=1e-12)
    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "graph_density"
    time = "n min(n, 8000) d + b n"
    memory = "n k"
    source = "Ebert, Fritz & Schiele 2012"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        known = labelled_rows(view)
        rows = np.concatenate([view.unlabelled, known])
        near = nearest_neighbours(points, rows, self.neighbours, rng)
        edges = _edges(near, pool_width(points, self.width))
        density = _density(edges)
        asked = np.arange(len(view.unlabelled), len(rows))
        for position in asked[np.argsort(-density[asked], kind="stable")]:
            _subtract(density, edges, int(position))
        picks, scores = _picks(density, edges, embedding_keys(points, len(view.unlabelled), rng), n)
        return Batch(view.unlabelled[picks], scores, Reasons(n, lambda i: _sentence(float(scores[i]))))


def _edges(near: Neighbours, width: float) -> Any:
    """The symmetric sparse matrix of edge weights."""
    from scipy.sparse import csr_array

    count, k = near.positions.shape
    weights = np.maximum(np.exp(-0.5 * near.squares / width**2), 1e-300)  # an edge however long stays an edge
    starts = np.arange(0, count * k + 1, k) if k else np.zeros(count + 1, dtype=np.int64)
    directed = csr_array((weights.ravel(), near.positions.ravel(), starts), shape=(count, count))
    return directed.maximum(directed.T).tocsr()


def _density(edges: Any) -> Float64:
    degrees = np.diff(edges.indptr)
    sums = np.asarray(edges.sum(axis=1), dtype=np.float64).ravel()
    return np.asarray(sums / np.maximum(degrees, 1), dtype=np.float64)


def _subtract(density: Float64, edges: Any, position: int) -> None:
    """Lower the density of the neighbours of what is chosen."""
    neighbours = edges.indices[edges.indptr[position] : edges.indptr[position + 1]]
    density[neighbours] -= max(float(density[position]), 0.0)


def _picks(density: Float64, edges: Any, keys: Float64, n: int) -> tuple[Any, Float64]:
    picks, scores = np.empty(n, dtype=np.int64), np.empty(n)
    left = np.ones(len(keys), dtype=bool)
    for i in range(n):
        now = np.where(left, quantised(density[: len(keys)]), -np.inf)
        equal = np.flatnonzero(now == now.max())
        picks[i] = equal[np.argmax(keys[equal])]
        scores[i], left[picks[i]] = density[picks[i]], False
        _subtract(density, edges, int(picks[i]))
    return picks, scores


def _sentence(density: float) -> str:
    if density > 0:
        return f"In a dense region that nothing asked so far stands for (graph density {density:.2f})."
    return "The dense regions have been asked about; this is the best of the rest."
