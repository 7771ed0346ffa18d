"""Max-margin uncertainty and label cardinality inconsistency together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.multi_label.label_cardinality_inconsistency import LabelCardinalityInconsistency
from asknext.strategies.over_classes import highest, lowest
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.probability_scorer import MultiLabelScorer

__all__ = ["Adaptive"]

_LEAST_MARGIN = 1e-6  # keeps the uncertainty of an item on its boundary finite


@register
@dataclass(frozen=True)
class Adaptive(MultiLabelScorer):
    """Multi-label: ``u ** beta * c ** (1 - beta)``, uncertainty times label cardinality inconsistency (Li & Guo 2013).

    ``u = 1 / (min of f over predicted labels - max of f over the others)``, ``f = 2p - 1``: the gap between what is
    predicted and what is not; where all or none are predicted, the missing side is at its end, 1 or -1. ``c`` is
    `label_cardinality_inconsistency`; with nothing labelled u counts alone. Here ``beta`` is given; the authors also
    choose it in each round, by refitting the model for the best item of each of eleven values.
    """

    beta: float = number(0.5, "1 is the uncertainty alone, 0 the inconsistency alone", low=0, high=1)

    name = "adaptive"
    time = "n L + m"
    source = "Li & Guo 2013"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "labels"})

    def score_rows(self, view: PoolView) -> Float64:
        uncertainty = super().score_rows(view)
        unusual = LabelCardinalityInconsistency().score_rows(view)
        if not unusual.any():
            return uncertainty
        return np.asarray(uncertainty**self.beta * unusual ** (1.0 - self.beta), dtype=np.float64)

    def of(self, p: Float64) -> Float64:
        f = 2.0 * p - 1.0
        gap = lowest(np.where(f > 0, f, 1.0)) - highest(np.where(f > 0, -1.0, f))
        return 1.0 / np.maximum(gap, _LEAST_MARGIN)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"Predicted and other labels are close, or their number is unusual (score {score:.2f})."
