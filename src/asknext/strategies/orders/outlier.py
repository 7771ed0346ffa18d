"""Least typical of its predicted side first, without knowing the label."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.strategies.orders.one_class_scorer import OneClassScorer
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64

__all__ = ["Outlier"]


@register
@dataclass(frozen=True)
class Outlier(OneClassScorer):
    """The less sure about one class, the sooner: ``1/2 - |P(class) - 1/2|``, from 0 to 1/2.

    The counterpart of `informed_outlier` that does not know the label: it takes the guess for the truth.
    """

    name = "outlier"
    source = "the order of |score - label|, with the guess as the label"

    def of(self, p: Float64) -> Float64:
        return 0.5 - np.abs(self.likely(p) - 0.5)

    def sentence(self, p: Float64) -> str:
        return f"The model is among the least sure here: {self.likely(p[None, :])[0]:.2f} for the class."
