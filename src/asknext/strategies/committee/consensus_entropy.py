"""Entropy of the consensus."""

from __future__ import annotations

import math
from dataclasses import dataclass

from asknext.strategies.committee.committee_scorer import CommitteeScorer
from asknext.strategies.parameter import choice
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.entropy import BASES, entropy

__all__ = ["ConsensusEntropy"]


@register
@dataclass(frozen=True)
class ConsensusEntropy(CommitteeScorer):
    """Entropy of the mean of the members' probabilities: unsure as a whole, whether they disagree or not."""

    base: str | int = choice("e", "base of the logarithm: 'e', 2 or 10", options=BASES)

    name = "consensus_entropy"
    source = "Settles 2009"

    def of(self, p: Float64) -> Float64:
        return entropy(p.mean(axis=0)) / (1.0 if self.base == "e" else math.log(int(self.base)))
