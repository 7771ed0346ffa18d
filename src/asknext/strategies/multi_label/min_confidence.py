"""Confidence in the least sure label."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.strategies.over_classes import lowest
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.probability_scorer import MultiLabelScorer

__all__ = ["MinConfidence"]


@register
@dataclass(frozen=True)
class MinConfidence(MultiLabelScorer):
    """Multi-label: 1 - min_l max(p, 1 - p), from 0 to 1/2: one unsure label is enough (Esuli & Sebastiani 2009).

    The confidence is that of the decision, whichever way it goes; low probabilities by themselves are not unsure."""

    name = "min_confidence"
    source = "Esuli & Sebastiani 2009"

    def of(self, p: Float64) -> Float64:
        return 1.0 - lowest(np.maximum(p, 1.0 - p))
