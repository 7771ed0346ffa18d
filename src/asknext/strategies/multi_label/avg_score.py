"""Average probability over the labels."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.over_classes import mean
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.probability_scorer import MultiLabelScorer

__all__ = ["AvgScore"]


@register
@dataclass(frozen=True)
class AvgScore(MultiLabelScorer):
    """Multi-label: ``mean_l p``: likely to have many labels first, for rare labels (Esuli & Sebastiani 2009)."""

    name = "avg_score"
    source = "Esuli & Sebastiani 2009"

    def of(self, p: Float64) -> Float64:
        return mean(p)

    def sentence(self, p: Float64) -> str:
        return f"The model expects about {p.sum():.1f} labels here."
