"""Any strategy on the neighbours of a few labelled items of each class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.geometry.nearest_unlabelled import nearest_unlabelled
from asknext.strategies.geometry.plus_plus import InMemory, PlusPlus
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.selector import SINGLE_LABEL
from asknext.strategies.top import quantised
from asknext.strategies.wrappers.neighbours_of_labelled import filled
from asknext.strategies.wrappers.over_part import OverPart

__all__ = ["ClassAnchors"]


@register
@dataclass(frozen=True)
class ClassAnchors(OverPart):
    """Another strategy on the ``size`` unlabelled items most like a few anchors of each class (AnchorAL).

    Of each class at most ``anchors`` labelled items are drawn by k-means++, so that rare classes count as much as
    frequent ones; each anchor brings its ``k`` nearest unlabelled items by cosine, and those with the highest mean
    similarity to the anchors that brought them are kept (Lesci & Vlachos 2024). Where they are fewer than the items
    asked for, rows drawn at random fill up; with nothing labelled, the other strategy sees all.
    """

    anchors: int = number(10, "labelled items drawn of each class", low=1, integer=True)
    k: int = number(50, "neighbours of each anchor", low=1, integer=True)
    size: int = number(1000, "rows kept for the other strategy", low=1, integer=True)

    name = "class_anchors"
    time = "m C d + n anchors C d + the other strategy's on size rows"
    memory = "n + m d + anchors C k + the other strategy's on size rows"
    source = "Lesci & Vlachos 2024 (AnchorAL)"

    @property
    def needs(self) -> frozenset[str]:
        return self.strategy.needs | {"embeddings", "labels"}

    @property
    def tasks(self) -> frozenset[str]:
        return super().tasks & {SINGLE_LABEL}

    def part(self, view: PoolView, n: int, rng: np.random.Generator) -> IntArray:
        labelled = labelled_rows(view)
        if len(labelled) == 0:
            return view.unlabelled
        points = EmbeddingBlocks(view, self.name, "cosine")
        found = self._anchors(view, labelled, points, rng)
        positions, similarity = _mean_similarity(*nearest_unlabelled(points, found, self.k))
        best = np.lexsort((rng.random(len(positions)), -quantised(similarity, 20)))[: max(self.size, n)]
        return filled(view, positions[best], n, rng)

    def _anchors(
        self, view: PoolView, labelled: IntArray, points: EmbeddingBlocks, rng: np.random.Generator
    ) -> IntArray:
        values = [view.labels[int(row)] for row in labelled]
        chosen = []
        for value in sorted(set(values), key=repr):
            rows = labelled[[one == value for one in values]]
            chosen.append(_spread(points, rows, self.anchors, rng) if len(rows) > self.anchors else rows)
        return np.concatenate(chosen)


def _spread(points: EmbeddingBlocks, rows: IntArray, n: int, rng: np.random.Generator) -> IntArray:
    """``n`` of ``rows`` by k-means++; fewer where no more are different."""
    own = points.rows(rows, np.float64)
    first = int(rng.integers(len(rows)))
    away = own - own[first]
    seeding = PlusPlus(np.ones(len(rows)), first, InMemory(own, n), np.einsum("ij,ij->i", away, away))
    while len(seeding.centres) < n and seeding.draw(rng) is not None:
        pass
    return rows[seeding.centres]


def _mean_similarity(positions: IntArray, squares: Float64) -> tuple[IntArray, Float64]:
    """Each different position, and the mean over its anchors of the cosine, which is 1 - half the squared distance."""
    different, which = np.unique(positions, return_inverse=True)
    counts = np.bincount(which.ravel())
    return different, 1.0 - np.bincount(which.ravel(), weights=squares.ravel()) / counts / 2.0
