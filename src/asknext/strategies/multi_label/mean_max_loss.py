"""Mean loss if each of the predicted labels alone held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.strategies.over_classes import highest, total
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.probability_scorer import MultiLabelScorer

__all__ = ["MeanMaxLoss"]


@register
@dataclass(frozen=True)
class MeanMaxLoss(MultiLabelScorer):
    """Multi-label: the mean, over predicted labels j, of the hinge loss if j alone held (Li et al. 2004).

    ``mean_j sum_l max(0, 1 - y_l f_l)`` with ``f = 2p - 1``, y = 1 for j and -1 for all others. Predicted are the
    labels with p > 1/2; the likeliest where there is none.
    """

    name = "mean_max_loss"
    source = "Li, Wang & Sung 2004"

    def of(self, p: Float64) -> Float64:
        predicted = p > 0.5
        count = total(predicted)
        mean = np.where(count > 0, total(p * predicted) / np.maximum(count, 1.0), highest(p))
        return 2.0 * total(p) - 4.0 * mean + 2.0
