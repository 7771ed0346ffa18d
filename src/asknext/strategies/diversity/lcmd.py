"""LCMD: the farthest item of the largest cluster."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.assignment import Assignment, Embedded, Gradients, Space
from asknext.strategies.inputs import EmbeddingBlocks, Float64, ProbabilityBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import choice
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import SINGLE_LABEL, Selector
from asknext.strategies.top import quantised

__all__ = ["Lcmd"]

_STEP = 4096
_BITS = 36


@register
@dataclass(frozen=True)
class Lcmd(Selector):
    """Again and again the farthest item of the cluster with the largest sum of squared distances (Holzmueller 2023).

    Largest cluster maximum distance: labelled and chosen items are centres, every unlabelled item belongs to the
    nearest, ``j* = argmax_j sum_{i in j} d(i, j)^2``, and the pick is ``argmax_{i in j*} d(i, j*)``. Without a labelled
    item the first is the one of largest length, scored NaN. ``space`` says where distances are taken: between
    embeddings, or between gradients of the log loss at the last layer of a classifier, were its best guess true
    (then probabilities are needed). The score is the distance when chosen.
    """

    space: str = choice("embeddings", "distances of 'embeddings' or 'gradients'", options=("embeddings", "gradients"))

    name = "lcmd"
    time = "n m d + at worst n b d"
    memory = "n + m d"
    source = "Holzmueller et al. 2023"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"} | ({"probabilities"} if self.space == "gradients" else set()))

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL}) if self.space == "gradients" else super().tasks

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        space, keys = self._space(view), rng.random(len(view.unlabelled))
        clusters = Assignment(space, view.unlabelled, labelled_rows(view))
        left, picks, distances = np.ones(len(keys), dtype=bool), np.empty(n, dtype=np.int64), np.empty(n)
        for i in range(n):
            first = math.isinf(clusters.squares[0])
            masses = _lengths(space, view.unlabelled) if first else clusters.squares
            picks[i] = _pick(masses, clusters.members, left, keys)
            distances[i] = math.nan if first else math.sqrt(masses[picks[i]])
            left[picks[i]] = False
            if i + 1 < n:
                clusters.add(int(view.unlabelled[picks[i]]))
        return Batch(view.unlabelled[picks], distances, Reasons(n, lambda i: _sentence(float(distances[i]))))

    def _space(self, view: PoolView) -> Space:
        points = EmbeddingBlocks(view, self.name)
        if self.space == "gradients":
            return Gradients(points, ProbabilityBlocks(view, self.name))
        return Embedded(points)


def _lengths(space: Space, rows: IntArray) -> Float64:
    return np.concatenate([space.lengths(rows[start : start + _STEP]) for start in range(0, len(rows), _STEP)])


def _pick(squares: Float64, members: IntArray, left: np.ndarray[tuple[int], np.dtype[np.bool_]], keys: Float64) -> int:
    """The farthest row that is left of the cluster with the largest mass; equal ones are told apart by their keys."""
    masses = quantised(np.bincount(members, weights=np.where(left, squares, 0.0)), _BITS)
    present = np.bincount(members, weights=left) > 0
    best = np.max(masses[present])
    inside = left & (masses[members] == best)
    now = np.where(inside, quantised(squares, _BITS), -1.0)
    equal = np.flatnonzero(now == now.max())
    return int(equal[np.argmax(keys[equal])])


def _sentence(distance: float) -> str:
    if math.isnan(distance):
        return "A first item, the one of largest length: nothing is labelled yet."
    if distance == 0:
        return "The same as an item already asked about; nothing new is left."
    return f"The outermost of the largest group that what is asked so far stands for (distance {distance:.2g})."
