"""The last layer of a classifier, as the strategies see it that ask what a label tells about its weights."""

from __future__ import annotations

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.inputs import Float64, ProbabilityBlocks
from asknext.strategies.model_change.features import Features
from asknext.strategies.model_change.fisher import information, spread

__all__ = ["LinearHead"]

_CELLS = 1 << 19


class LinearHead:
    """Features x and the covariance W of the label, as a softmax model foresees it, for any rows.

    Without ``probabilities`` the label is a number with variance 1, as in linear regression.
    """

    def __init__(self, features: Features, probabilities: ProbabilityBlocks | None) -> None:
        self.features, self._probabilities = features, probabilities
        self.classes = 1 if probabilities is None else probabilities.classes

    def weight(self, rows: IntArray) -> Float64:
        """(len(rows), C, C) W."""
        if self._probabilities is None:
            return np.ones((len(rows), 1, 1))
        return spread(self._probabilities.rows(rows))

    def about_weights(self, rows: IntArray) -> Float64:
        """(C D, C D) the Fisher information of ``rows``, summed: ``W (x) x x'``."""
        return self._summed(rows, squared=False)

    def about_predictions(self, rows: IntArray) -> Float64:
        """(C D, C D) the same with W W: summed ``g g'`` over the gradients g of every probability of ``rows``."""
        return self._summed(rows, squared=True)

    def _summed(self, rows: IntArray, squared: bool) -> Float64:
        whole = np.zeros((self.classes * self.features.width,) * 2)
        step = max(1, _CELLS // max(self.features.width, self.classes**2))
        for start in range(0, len(rows), step):
            block = rows[start : start + step]
            weight = self.weight(block)
            whole += information(self.features.of(block), weight @ weight if squared else weight)
        return whole
