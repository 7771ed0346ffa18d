"""Uncertain items of a stream, by a threshold that follows the stream."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.registry import register
from asknext.strategies.streams.confidence import VariableThreshold
from asknext.strategies.streams.stream_strategy import Chance

__all__ = ["VariableUncertainty"]


@register
@dataclass(frozen=True)
class VariableUncertainty(VariableThreshold):
    """An item of a stream where the model's highest probability is below a threshold that keeps moving.

    The threshold falls with each question and rises with each item not asked, so that the budget is spent on the least
    sure of late, whatever the model's scale (Zliobaite et al. 2014). What the model is wrongly sure of is never asked:
    see `split`.
    """

    name = "variable_uncertainty"
    time = "C an item"
    source = "Zliobaite et al. 2014"

    def limit(self, threshold: float, chance: Chance) -> float:
        return threshold
