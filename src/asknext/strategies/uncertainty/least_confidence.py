"""Least confidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from asknext.strategies.over_classes import highest
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.probability_scorer import ProbabilityScorer

__all__ = ["LeastConfidence"]


@register
@dataclass(frozen=True)
class LeastConfidence(ProbabilityScorer):
    """The less probable the best guess, the sooner: ``1 - max_c P``, from 0 to 1 - 1/C (Lewis & Gale 1994)."""

    name = "least_confidence"
    blur = 1e-6
    of_highest = 1
    source = "Lewis & Gale 1994"

    def of(self, p: Float64) -> Float64:
        return 1.0 - highest(p)

    def sentence(self, p: Float64) -> str:
        return _sentence(float(p.max()))

    def sentences(self, p: Float64) -> Iterable[str]:
        return map(_sentence, highest(p).tolist())


def _sentence(best: float) -> str:
    if best < 0.75:
        return f"The model is unsure: its best guess has only {best:.2f}."
    return f"The model's best guess has {best:.2f}; nothing less sure is left."
