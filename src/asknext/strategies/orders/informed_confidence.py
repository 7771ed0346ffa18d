"""Confident and rightly so, first: a reference for simulations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.inputs import ProbabilityBlocks
from asknext.strategies.orders.informed import TRUE_LABEL, Informed, class_numbers
from asknext.strategies.over_classes import highest
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64

__all__ = ["REFERENCE_LABEL", "InformedConfidence"]

REFERENCE_LABEL = "reference_label"


@register
@dataclass(frozen=True)
class InformedConfidence(Informed):
    """Simulations only, knows the truth: ``max_c P`` first among items that a reference classifier gets right.

    The reference classifier is one trained on held-out labels; its guesses come as ``columns={"reference_label":
    ...}`` beside ``true_label``, both as column numbers of the probabilities. Items it gets wrong follow with
    ``max_c P - 1``, so below all others. Needs ``simulation=True``; see `most_confident` for the order without truth.
    """

    name = "informed_confidence"
    source = "the order of confidence, without the items a reference model gets wrong"

    def of(self, p: Float64) -> Float64:
        return highest(p)

    def score_rows(self, view: PoolView) -> Float64:
        classes = ProbabilityBlocks(view, self.name).classes
        truth = class_numbers(view, TRUE_LABEL, classes, self.name)[view.unlabelled]
        guess = class_numbers(view, REFERENCE_LABEL, classes, self.name)[view.unlabelled]
        return super().score_rows(view) - np.where(truth == guess, 0.0, 1.0)
