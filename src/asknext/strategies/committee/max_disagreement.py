"""Disagreement with the majority."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.committee.committee_scorer import VoteScorer
from asknext.strategies.over_classes import highest
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64

__all__ = ["MaxDisagreement"]


@register
@dataclass(frozen=True)
class MaxDisagreement(VoteScorer):
    """The share of members that differ from the commonest vote, ``1 - max_c V_c / K``; also called variation ratio."""

    name = "max_disagreement"
    source = "Freeman 1965 (variation ratio); Beluch et al. 2018"

    def of_counts(self, counts: Float64, members: int) -> Float64:
        return 1.0 - highest(counts) / members
