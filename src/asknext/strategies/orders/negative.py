"""Least likely of one class first."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.orders.one_class_scorer import OneClassScorer
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64

__all__ = ["Negative"]


@register
@dataclass(frozen=True)
class Negative(OneClassScorer):
    """The less likely of one class, the sooner: ``1 - P(class)``: finds counterexamples and missed cases."""

    name = "negative"
    source = "Lewis & Gale 1994 (the opposite order)"

    def of(self, p: Float64) -> Float64:
        return 1.0 - self.likely(p)

    def sentence(self, p: Float64) -> str:
        return f"The class looked for has only {self.likely(p[None, :])[0]:.2f} here."
