"""Entropy of the class probabilities."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from asknext.strategies.over_classes import total
from asknext.strategies.parameter import choice, flag
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.probability_scorer import ProbabilityScorer

__all__ = ["Entropy", "binary_entropy", "entropy"]

BASES = ("e", 2, 10)


@register
@dataclass(frozen=True)
class Entropy(ProbabilityScorer):
    """The more evenly the guess is spread over the classes, the sooner: ``-sum_c P log P``, with 0 log 0 = 0.

    Normalised, it is divided by log C and runs from 0 to 1 whatever the number of classes (Shannon 1948; Holub 2008).
    """

    base: str | int = choice("e", "base of the logarithm: 'e', 2 or 10", options=BASES)
    normalised: bool = flag(False, "divide by the logarithm of the number of classes")

    name = "entropy"
    blur = 1e-6
    source = "Shannon 1948; Holub, Perona & Burl 2008"

    def of(self, p: Float64) -> Float64:
        return entropy(p) / self._unit(p.shape[1])

    def sentence(self, p: Float64) -> str:
        best, likely = p.max(), int(np.count_nonzero(p >= 0.1))
        if best >= 0.75:
            return f"The model's best guess has {best:.2f}; nothing less sure is left."
        return f"The model spreads its guess over {likely} classes; the best has {best:.2f}."

    def _unit(self, classes: int) -> float:
        if self.normalised:
            return math.log(max(classes, 2))
        return 1.0 if self.base == "e" else math.log(int(self.base))


def entropy(p: Float64) -> Float64:
    """(rows,) natural entropy of ``p`` (rows, C)."""
    return 0.0 - total(p * np.log(np.where(p > 0, p, 1.0)))


def binary_entropy(p: Float64) -> Float64:
    """The entropy, in nats, of each probability in ``p`` (any shape) as one yes-or-no question."""
    q = 1.0 - p
    return 0.0 - (p * np.log(np.where(p > 0, p, 1.0)) + q * np.log(np.where(q > 0, q, 1.0)))
