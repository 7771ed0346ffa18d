"""Typical of its predicted side first, without knowing the label."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.strategies.orders.one_class_scorer import OneClassScorer
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64

__all__ = ["Inlier"]


@register
@dataclass(frozen=True)
class Inlier(OneClassScorer):
    """The surer about one class, either way, the sooner: ``|P(class) - 1/2|``, from 0 to 1/2.

    The counterpart of `informed_inlier` that does not know the label: it takes the guess for the truth.
    """

    name = "inlier"
    source = "the order of |score - label|, with the guess as the label"

    def of(self, p: Float64) -> Float64:
        return np.abs(self.likely(p) - 0.5)

    def sentence(self, p: Float64) -> str:
        return f"The model is among the surest here: {self.likely(p[None, :])[0]:.2f} for the class."
