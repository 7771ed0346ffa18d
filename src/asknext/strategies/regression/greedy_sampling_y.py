"""Greedy sampling in the space of outputs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.regression.numbers import numbers_told, predicted
from asknext.strategies.regression.remoteness import Remoteness, smallest
from asknext.strategies.selector import REGRESSION, Selector

__all__ = ["GreedySamplingY"]


@register
@dataclass(frozen=True)
class GreedySamplingY(Selector):
    """Always the item whose prediction is farthest from all known labels (GSy, Wu 2019).

    ``argmax_n min_m |f(x_n) - y_m|``; items of the batch count as known, with their prediction for a label. Without
    a labelled item the first is the one whose prediction is nearest to the mean, scored NaN. It fills gaps in the
    range of outputs, and knows nothing of inputs: two like items with the same prediction gap are the same to it.
    """

    name = "greedy_sampling_y"
    time = "n m + at worst n b"
    memory = "n"
    source = "Wu, Lin & Huang 2019"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"predictions", "labels"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({REGRESSION})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        predictions = predicted(view, self.name, view.unlabelled)
        keys, known = rng.random(len(predictions)), labelled_rows(view)
        told = numbers_told(view, self.name, known)
        remote = Remoteness(view.unlabelled, keys, n, known, told, points=self._points(view), predictions=predictions)
        first = None if len(known) else self._first(view, predictions, keys)
        picks = [remote.pick() if first is None or i else remote.take(first) for i in range(n)]
        rows = view.unlabelled[[position for position, _ in picks]]
        apart = np.array([remoteness for _, remoteness in picks])
        return Batch(rows, apart, Reasons(n, lambda i: self.sentence(float(apart[i]))))

    def _points(self, view: PoolView) -> EmbeddingBlocks | None:
        return None

    def _first(self, view: PoolView, predictions: Float64, keys: Float64) -> int:
        return smallest(np.square(predictions - predictions.mean()), keys)

    def sentence(self, apart: float) -> str:
        """Why an item was chosen that is this far from what is known."""
        if math.isnan(apart):
            return "A prediction in the middle of all: nothing is labelled yet."
        return f"Its predicted value is {apart:.3g} away from every label so far."
