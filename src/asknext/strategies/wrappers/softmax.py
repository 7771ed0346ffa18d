"""Softmax acquisition: chances in proportion to the exponential of the score."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.wrappers.stochastic_acquisition import StochasticAcquisition

__all__ = ["Softmax"]


@register
@dataclass(frozen=True)
class Softmax(StochasticAcquisition):
    """Draws items with chances in proportion to ``exp(beta * score)``: the highest ``beta s + Gumbel(0, 1)``.

    Kirsch et al. 2021. ``beta`` has to suit the range of the scores: with scores from 0 to 1, beta 1 is nearly random.
    """

    name = "softmax"

    def logits(self, scores: Float64) -> Float64:
        return scores
