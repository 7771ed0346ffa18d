"""Margin sampling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.probability_scorer import ProbabilityScorer, two_likeliest

__all__ = ["Margin", "torn"]


@register
@dataclass(frozen=True)
class Margin(ProbabilityScorer):
    """The closer the two best guesses, the sooner: ``1 - (p1 - p2)``, from 0 to 1 (Scheffer 2001).

    Also called breaking ties (Luo 2005). Where there is one class, p2 is 0.
    """

    name = "margin"
    blur = 1e-6
    of_highest = 2
    source = "Scheffer, Decomain & Wrobel 2001"

    def of(self, p: Float64) -> Float64:
        first, second = two_likeliest(p)
        np.subtract(first, second, out=first)
        return np.subtract(1.0, first, out=first)

    def sentence(self, p: Float64) -> str:
        return torn(p)

    def sentences(self, p: Float64) -> Iterable[str]:
        return torn_each(p)


def torn(p: Float64) -> str:
    """The sentence about the two best guesses of ``p`` (C,)."""
    return next(iter(torn_each(p[None, :])))


def torn_each(p: Float64) -> Iterable[str]:
    """The sentence about the two best guesses of each row of ``p`` (rows, C)."""
    first, second = two_likeliest(p)
    return map(_torn, first.tolist(), second.tolist())


def _torn(first: float, second: float) -> str:
    if first - second < 0.25:
        return f"The model is torn: {first:.2f} against {second:.2f}."
    return f"The model leans one way, {first:.2f} against {second:.2f}; nothing closer is left."
