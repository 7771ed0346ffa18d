"""Who agrees with the majority counts more."""

from __future__ import annotations

from functools import partial

import numpy as np

from asknext.quality.consensus.given import Given
from asknext.quality.consensus.result import Consensus, concluded
from asknext.quality.skill.others import right_by_majority_of_others
from asknext.quality.votes import Votes

__all__ = ["wawa"]


def wawa(votes: Votes, given: Given) -> Consensus:
    """Worker agreement with aggregate: a vote weighs the share of its annotator's votes that the majority shares.

    The posterior is the share of the weights. An annotator alone agrees with themselves: their weight is 1.
    """
    start = given.start(votes)
    top = (start >= start.max(axis=1, keepdims=True) - 1e-9).astype(np.float64)
    top /= top.sum(axis=1, keepdims=True)
    agreed = np.bincount(votes.annotators, weights=top[votes.items, votes.labels], minlength=votes.n_annotators)
    weights = agreed / np.maximum(votes.per_annotator(), 1)
    cells = np.bincount(
        votes.items * votes.n_classes + votes.labels, weights=weights[votes.annotators], minlength=start.size
    ).reshape(start.shape)
    total = cells.sum(axis=1, keepdims=True)
    posterior = np.where(total > 0, cells / np.where(total > 0, total, 1.0), start)
    return concluded("wawa", votes, given, given.clamped(votes, posterior), partial(right_by_majority_of_others, votes))
