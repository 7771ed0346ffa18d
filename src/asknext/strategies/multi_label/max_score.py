"""Highest probability of any label."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.over_classes import highest
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.probability_scorer import MultiLabelScorer

__all__ = ["MaxScore"]


@register
@dataclass(frozen=True)
class MaxScore(MultiLabelScorer):
    """Multi-label: ``max_l p``: likely to have some label first, for rare labels (Esuli & Sebastiani 2009)."""

    name = "max_score"
    source = "Esuli & Sebastiani 2009"

    def of(self, p: Float64) -> Float64:
        return highest(p)

    def sentence(self, p: Float64) -> str:
        return f"Some label is likely to hold here: the likeliest has {p.max():.2f}."
