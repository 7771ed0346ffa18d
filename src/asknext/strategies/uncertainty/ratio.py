"""Ratio of confidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.margin import torn, torn_each
from asknext.strategies.uncertainty.probability_scorer import ProbabilityScorer, two_likeliest

__all__ = ["Ratio"]


@register
@dataclass(frozen=True)
class Ratio(ProbabilityScorer):
    """The nearer the second guess comes to the best, the sooner: ``p2 / p1``, from 0 to 1 (Settles 2009)."""

    name = "ratio"
    blur = 1e-6
    of_highest = 2
    source = "Settles 2009"

    def of(self, p: Float64) -> Float64:
        first, second = two_likeliest(p)
        return second / np.maximum(first, np.finfo(np.float64).tiny)

    def sentence(self, p: Float64) -> str:
        return torn(p)

    def sentences(self, p: Float64) -> Iterable[str]:
        return torn_each(p)
