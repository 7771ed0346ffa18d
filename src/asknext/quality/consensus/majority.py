"""Everybody counts the same."""

from __future__ import annotations

from functools import partial

from asknext.quality.consensus.given import Given
from asknext.quality.consensus.result import Consensus, concluded
from asknext.quality.skill.others import right_by_majority_of_others
from asknext.quality.votes import Votes

__all__ = ["majority"]


def majority(votes: Votes, given: Given) -> Consensus:
    """The class most given; the posterior is the shares of the votes."""
    return concluded("majority", votes, given, given.start(votes), partial(right_by_majority_of_others, votes))
