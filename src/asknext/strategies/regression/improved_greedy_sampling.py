"""Improved greedy sampling: inputs and outputs at once."""

from __future__ import annotations

import math
from dataclasses import dataclass

from asknext.pool.view import PoolView
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.registry import register
from asknext.strategies.regression.greedy_sampling_y import GreedySamplingY
from asknext.strategies.regression.remoteness import most_central

__all__ = ["ImprovedGreedySampling"]


@register
@dataclass(frozen=True)
class ImprovedGreedySampling(GreedySamplingY):
    """Always the item farthest from all known in inputs times outputs (iGS, Wu 2019).

    ``argmax_n min_m ||x_n - x_m|| |f(x_n) - y_m|`` over labelled and chosen items m, the chosen with their prediction
    for a label. Without a labelled item the first is the one nearest to the mean of the pool, scored NaN. Inputs and
    outputs are multiplied, so their units do not matter, but those of the inputs among each other do: scale features.
    """

    name = "improved_greedy_sampling"
    time = "n m d + at worst n b d"
    memory = "n + (m + b) d"
    source = "Wu, Lin & Huang 2019"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"predictions", "labels", "embeddings"})

    def _points(self, view: PoolView) -> EmbeddingBlocks:
        return EmbeddingBlocks(view, self.name).centred()

    def _first(self, view: PoolView, predictions: Float64, keys: Float64) -> int:
        return most_central(self._points(view), keys)

    def sentence(self, apart: float) -> str:
        """Why an item was chosen that is this far from what is known."""
        if math.isnan(apart):
            return "The most central item of the pool: nothing is labelled yet."
        return f"Unlike what is known, both in itself and in its predicted value (product {apart:.3g})."
