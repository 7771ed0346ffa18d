"""Greedy sampling in the space of inputs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.farthest_first import FarthestFirst
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.limited_view import limited_to
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.regression.remoteness import most_central
from asknext.strategies.selector import Selector

__all__ = ["GreedySamplingX"]


@register
@dataclass(frozen=True)
class GreedySamplingX(Selector):
    """The item nearest to the mean of the pool first, then always the one farthest from all known (GSx, Wu 2019).

    ``argmax_n min_m ||x_n - x_m||`` over labelled and chosen items m: what `k_center_greedy` does, but for the first
    item of all, which is the most central one (scored NaN) and not a random one. Outputs play no part, so it needs no
    model and makes a good start for one.
    """

    name = "greedy_sampling_x"
    time = "n m d + at worst n b d"
    memory = "n + (m + b) d"
    source = "Yu & Kim 2010; Wu, Lin & Huang 2019"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        keys, known = rng.random(len(view.unlabelled)), labelled_rows(view)
        if len(known):
            rows, distances = self._farthest(view, known, keys, n)
        else:
            rows, distances = self._from_the_centre(view, keys, n)
        return Batch(rows, distances, Reasons(n, lambda i: _sentence(float(distances[i]))))

    def _from_the_centre(self, view: PoolView, keys: Float64, n: int) -> tuple[IntArray, Float64]:
        position = most_central(EmbeddingBlocks(view, self.name).centred(), keys)
        first, others = view.unlabelled[[position]], np.delete(view.unlabelled, position)
        if n == 1:
            return first, np.array([math.nan])
        rest = limited_to(view, others, self.name)
        rows, distances = self._farthest(rest, first, np.delete(keys, position), n - 1)
        return np.concatenate([first, rows]), np.concatenate([[math.nan], distances])

    def _farthest(self, view: PoolView, known: IntArray, keys: Float64, n: int) -> tuple[IntArray, Float64]:
        points = EmbeddingBlocks(view, self.name).centred()
        traversal = FarthestFirst(points, view.unlabelled, known, keys, n)
        picks = [traversal.pick() for _ in range(n)]
        return view.unlabelled[[position for position, _ in picks]], np.sqrt([square for _, square in picks])


def _sentence(distance: float) -> str:
    if math.isnan(distance):
        return "The most central item of the pool: nothing is labelled yet."
    return f"Unlike everything known so far (distance {distance:.2g})."
