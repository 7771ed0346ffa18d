"""Average confidence over the labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.strategies.over_classes import mean
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.probability_scorer import MultiLabelScorer

__all__ = ["AvgConfidence"]


@register
@dataclass(frozen=True)
class AvgConfidence(MultiLabelScorer):
    """Multi-label: ``1 - mean_l max(p, 1 - p)``, from 0 to 1/2 (Esuli & Sebastiani 2009)."""

    name = "avg_confidence"
    source = "Esuli & Sebastiani 2009"

    def of(self, p: Float64) -> Float64:
        return 1.0 - mean(np.maximum(p, 1.0 - p))
