"""Uncertain items of a stream, by a threshold with noise."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.streams.confidence import VariableThreshold
from asknext.strategies.streams.stream_strategy import Chance

__all__ = ["RandomVariableUncertainty"]


@register
@dataclass(frozen=True)
class RandomVariableUncertainty(VariableThreshold):
    """As `variable_uncertainty`, the threshold times a draw from N(1, ``deviation``^2) for each item.

    So now and then an item is asked that the model is sure of, and a change far from the boundary is found (Zliobaite
    et al. 2014).
    """

    deviation: float = number(1.0, "standard deviation of the noise", low=0, high=100)

    name = "random_variable_uncertainty"
    time = "C an item"
    source = "Zliobaite et al. 2014"

    def limit(self, threshold: float, chance: Chance) -> float:
        return float(threshold * chance().normal(1.0, self.deviation))
