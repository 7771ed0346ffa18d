"""Vote entropy."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.committee.committee_scorer import VoteScorer
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.entropy import entropy

__all__ = ["VoteEntropy"]


@register
@dataclass(frozen=True)
class VoteEntropy(VoteScorer):
    """Entropy of the votes, ``-sum_c V_c/K log V_c/K`` in nats: from 0 to log K (Dagan & Engelson 1995)."""

    name = "vote_entropy"
    source = "Dagan & Engelson 1995"

    def of_counts(self, counts: Float64, members: int) -> Float64:
        return entropy(counts / members)
