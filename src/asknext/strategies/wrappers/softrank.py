"""Softrank acquisition: chances in proportion to a power of the rank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.wrappers.stochastic_acquisition import StochasticAcquisition

__all__ = ["Softrank"]


@register
@dataclass(frozen=True)
class Softrank(StochasticAcquisition):
    """Draws items with chances in proportion to ``rank ** -beta``: the highest ``-beta log r + Gumbel(0, 1)``.

    Rank 1 is the highest score; equal scores take their ranks at random. Only the order of the scores counts, not
    their size (Kirsch et al. 2021).
    """

    name = "softrank"

    def logits(self, scores: Float64) -> Float64:
        return np.asarray(-np.log(np.arange(1.0, len(scores) + 1.0)), dtype=np.float64)
