"""Largest binary entropy of the labels."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.over_classes import highest
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.entropy import binary_entropy
from asknext.strategies.uncertainty.probability_scorer import MultiLabelScorer

__all__ = ["MaxEntropy"]


@register
@dataclass(frozen=True)
class MaxEntropy(MultiLabelScorer):
    """Multi-label: the largest binary entropy over labels, in nats, from 0 to log 2: one unsure label is enough."""

    name = "max_entropy"
    source = "Settles 2009"

    def of(self, p: Float64) -> Float64:
        return highest(binary_entropy(p))
