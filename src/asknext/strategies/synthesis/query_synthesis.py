"""Real items nearest to synthetic queries between opposite labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.content_order import embedding_keys
from asknext.strategies.geometry.gaussian_kernel import squared_distances
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import choice, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import SINGLE_LABEL, Selector
from asknext.strategies.synthesis.made_items import opposite_pairs
from asknext.strategies.top import quantised

__all__ = ["QuerySynthesis"]

_MOST_PAIRS = 1000
_PIECE = 2048
_BITS = 30


@register
@dataclass(frozen=True)
class QuerySynthesis(Selector):
    """The real items nearest to the midpoints between labelled items and their nearest of another label (Wang 2015).

    A synthetic query half way between two opposite labels halves the place where the boundary can be; as nobody can
    label it, the nearest real item is asked instead, and its label makes a closer pair for the next round. Pairs come
    closest first, at most 1,000 of them, and each in turn gives the item nearest to its midpoint that is left, among
    its ``depth`` nearest; should they run out, the item nearest to any midpoint comes next. Without two different
    labels items are drawn at random. The score is minus the distance to the midpoint.
    """

    depth: int = number(50, "real items kept a midpoint", low=1, high=10_000, integer=True)
    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "query_synthesis"
    time = "m^2 d + n p d for p midpoints, at most 1000"
    memory = "n + m d + p k"
    source = "Wang, Hu, Yuan & Lu 2015"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings", "labels"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        keys = embedding_keys(points, len(view.unlabelled), rng)
        rows = labelled_rows(view)
        labels = [repr(view.labels[int(row)]) for row in rows]
        if len(set(labels)) < 2:
            order = np.argsort(keys)[:n]
            return Batch(view.unlabelled[order], np.zeros(n), Reasons(n, lambda _: _NO_PAIR))
        known = points.rows(rows, np.float64)
        pairs = opposite_pairs(known, labels, min(_MOST_PAIRS, max(n, 1)))
        midpoints = (known[pairs[:, 0]] + known[pairs[:, 1]]) / 2.0
        near, away = _nearest(points, midpoints, min(self.depth, len(keys)), keys)
        picks, scores = _in_turn(near, away, n)
        return Batch(view.unlabelled[picks], scores, Reasons(n, lambda i: _sentence(float(-scores[i]))))


_NO_PAIR = "Drawn at random: there are no two different labels yet to look between."


def _sentence(distance: float) -> str:
    return (
        f"Near the middle between two items with different labels ({distance:.2g} away), where one becomes the other."
    )


def _nearest(points: EmbeddingBlocks, midpoints: Float64, k: int, keys: Float64) -> tuple[IntArray, Float64]:
    """(p, k) positions of the items nearest to each midpoint, nearest first, and (u,) the distance of every item to the
    nearest midpoint."""
    best = np.full((len(midpoints), k), np.inf)
    near = np.zeros((len(midpoints), k), dtype=np.int64)
    closest = np.empty(len(keys))
    for place, block in points.blocks(np.float64):
        for start in range(0, len(block), _PIECE):
            piece = block[start : start + _PIECE]
            here = np.arange(place.start + start, place.start + start + len(piece))
            squares = quantised(squared_distances(midpoints, piece), _BITS)
            closest[here] = squares.min(axis=0)
            both = np.concatenate([best, squares], axis=1)
            rows = np.concatenate([near, np.broadcast_to(here, squares.shape)], axis=1)
            order = np.lexsort((keys[rows], both), axis=1)[:, :k]
            best, near = np.take_along_axis(both, order, 1), np.take_along_axis(rows, order, 1)
    return near, np.sqrt(closest)


def _in_turn(near: IntArray, closest: Float64, n: int) -> tuple[IntArray, Float64]:
    """The positions chosen, and minus their distance to the nearest midpoint."""
    queues = [iter(row) for row in near.tolist()]
    chosen: dict[int, None] = {}
    while queues and len(chosen) < n:
        going = []
        for queue in queues:
            found = next((position for position in queue if position not in chosen), None)
            if found is not None and len(chosen) < n:
                chosen[found] = None
                going.append(queue)
        queues = going
    rest = (position for position in np.argsort(closest, kind="stable").tolist() if position not in chosen)
    picks = np.array([*chosen, *(next(rest) for _ in range(n - len(chosen)))], dtype=np.int64)
    return picks, -closest[picks]
