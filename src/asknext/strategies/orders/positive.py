"""Likeliest of one class first."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.orders.one_class_scorer import OneClassScorer
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64

__all__ = ["Positive"]


@register
@dataclass(frozen=True)
class Positive(OneClassScorer):
    """The likelier of one class, the sooner: ``P(class)`` (relevance sampling, Lewis & Gale 1994).

    Finds many of a rare class. It asks what the model believes already: mix in other items, for example by
    `epsilon_greedy`, to find what the model overlooks.
    """

    name = "positive"
    source = "Lewis & Gale 1994"

    def of(self, p: Float64) -> Float64:
        return self.likely(p)

    def sentence(self, p: Float64) -> str:
        return f"The class looked for has {self.likely(p[None, :])[0]:.2f} here."
