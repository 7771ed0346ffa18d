"""Mean binary entropy of the labels."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.over_classes import mean
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.entropy import binary_entropy
from asknext.strategies.uncertainty.probability_scorer import MultiLabelScorer

__all__ = ["MeanEntropy"]


@register
@dataclass(frozen=True)
class MeanEntropy(MultiLabelScorer):
    """Multi-label: the mean over labels of the binary entropy, in nats, from 0 to log 2."""

    name = "mean_entropy"
    source = "Settles 2009"

    def of(self, p: Float64) -> Float64:
        return mean(binary_entropy(p))
