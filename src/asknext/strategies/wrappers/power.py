"""Power acquisition: chances in proportion to a power of the score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.errors import InputError
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.wrappers.stochastic_acquisition import NEVER, StochasticAcquisition

__all__ = ["Power"]


@register
@dataclass(frozen=True)
class Power(StochasticAcquisition):
    """Draws items with chances in proportion to ``score ** beta``: the highest ``beta log s + Gumbel(0, 1)``.

    A batch of the highest scores asks the same thing over and over; chance spreads it at no cost (Kirsch et al. 2021).
    Scores must not be negative; items with score 0 come last.
    """

    name = "power"

    def logits(self, scores: Float64) -> Float64:
        if scores[-1] < 0:
            raise InputError(
                f"Strategy {self.name!r} draws in proportion to a power of the score, but {self.scorer.name!r} gives "
                f"{scores[-1]:.6g}: use 'softmax' or 'softrank' with scores below 0."
            )
        return np.where(scores > 0, np.log(np.where(scores > 0, scores, 1.0)), NEVER)
