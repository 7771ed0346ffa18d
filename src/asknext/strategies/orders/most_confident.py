"""Most confident guess first."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.over_classes import highest
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.probability_scorer import ProbabilityScorer

__all__ = ["MostConfident"]


@register
@dataclass(frozen=True)
class MostConfident(ProbabilityScorer):
    """The surer the best guess, the sooner: ``max_c P``: checks what the model takes for certain.

    The counterpart of `informed_confidence` that does not know which guesses are right; the opposite of
    `least_confidence`.
    """

    name = "most_confident"
    source = "Lewis & Gale 1994 (the opposite order)"

    def of(self, p: Float64) -> Float64:
        return highest(p)

    def sentence(self, p: Float64) -> str:
        return f"The model's best guess has {p.max():.2f}; it is among the surest."
