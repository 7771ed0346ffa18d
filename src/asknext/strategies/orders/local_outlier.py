"""Local outliers against what is labelled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.geometry.gaussian_kernel import squared_distances
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64, Scorer

__all__ = ["LocalOutlier"]

_TILE = 256
_LEAST = 1e-10  # mean distance below which items count as the same; keeps densities finite


@register
@dataclass(frozen=True)
class LocalOutlier(Scorer):
    """The sparser its place among the labelled items than theirs, the sooner: local outlier factor (Breunig 2000).

    ``LOF(x) = mean_{o in N(x)} density(o) / density(x)`` with N(x) the ``k`` nearest labelled items and
    ``density(x) = 1 / mean_{o in N(x)} max(d(x, o), k-distance(o))``; about 1 amid the labelled, more outside. With
    no more than ``k`` labelled items all scores are 0, and the choice is random.
    """

    k: int = number(5, "labelled neighbours", low=1, integer=True)

    name = "local_outlier"
    time = "(n + m) m d"
    memory = "n + m (d + k)"
    source = "Breunig et al. 2000"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    def score_rows(self, view: PoolView) -> Float64:
        points = EmbeddingBlocks(view, self.name).centred()
        known = points.rows(labelled_rows(view), np.float64)
        scores = np.zeros(len(view.unlabelled))
        if len(known) <= self.k:
            return scores
        distances, neighbours = _nearest(known, known, self.k + 1)
        distances, neighbours = _without_itself(distances, neighbours)
        reach = distances.max(axis=1)
        known_density = _density(distances, neighbours, reach)
        for place, block in points.blocks(np.float64):
            distances, neighbours = _nearest(block, known, self.k)
            scores[place] = known_density[neighbours].mean(axis=1) / _density(distances, neighbours, reach)
        return scores

    def reason(self, view: PoolView, row: int, score: float) -> str:
        if score == 0:
            return "Drawn at random: too little is labelled to say what is unusual."
        if score < 1.1:
            return "As close to labelled items as they are to each other; nothing more unusual is left."
        return f"Lies {score:.2g} times as sparsely among labelled items as they do themselves."


def _nearest(points: Float64, known: Float64, k: int) -> tuple[Float64, IntArray]:
    """(rows, k) distances to the ``k`` nearest of ``known`` (m, d), and which they are, in any order."""
    distances, neighbours = [], []
    for start in range(0, len(points), _TILE):
        squares = squared_distances(points[start : start + _TILE], known)
        near = np.argpartition(squares, k - 1, axis=1)[:, :k]
        distances.append(np.sqrt(np.take_along_axis(squares, near, axis=1)))
        neighbours.append(near)
    return np.concatenate(distances), np.concatenate(neighbours)


def _without_itself(distances: Float64, neighbours: IntArray) -> tuple[Float64, IntArray]:
    """One column less: each row without itself, or without its farthest neighbour where copies crowd itself out."""
    own = neighbours == np.arange(len(neighbours))[:, None]
    drop = np.where(own.any(axis=1), own.argmax(axis=1), distances.argmax(axis=1))
    keep = np.arange(distances.shape[1]) != drop[:, None]
    shape = (len(distances), distances.shape[1] - 1)
    return distances[keep].reshape(shape), neighbours[keep].reshape(shape)


def _density(distances: Float64, neighbours: IntArray, reach: Float64) -> Float64:
    """(rows,) the local reachability density: one over the mean of ``max(d, k-distance of the neighbour)``."""
    far = np.maximum(distances, reach[neighbours])
    return np.asarray(1.0 / (far.mean(axis=1) + _LEAST), dtype=np.float64)
