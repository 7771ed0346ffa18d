"""What the others say about an item, so that nobody is judged by agreeing with themselves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.quality.short_rows import row_max, row_top
from asknext.quality.votes import Votes

__all__ = ["right_by_majority_of_others", "right_by_others"]

Floats = npt.NDArray[np.float64]


def right_by_majority_of_others(votes: Votes) -> Floats:
    """(m,) of each vote, whether most of the other votes for its item say the same: 1 or 0, of t tied classes 1 / t.

    NaN where there is no other vote.
    """
    counts, labels, rows = votes.counts()[votes.items], votes.labels, np.arange(len(votes))
    counts[rows, labels] -= 1.0
    best, (_, tied) = row_max(counts), row_top(counts)
    return np.where(best > 0, (counts[rows, labels] == best) / np.maximum(tied, 1), np.nan)


def right_by_others(votes: Votes, joint: Floats, said: Floats) -> Floats:
    """(m,) of each vote, the probability that it is right by what all others said, under a model.

    Parameters
    ----------
    joint : (n, K) float64 log of the prior times the chances of all votes, for each true class; need not be normalised.
    said : (A, K, K) float64 log of the chance that an annotator (first) says a class (last) where another is true.

    NaN where there is no other vote.
    """
    columns, best, total = [], np.full(len(votes), -np.inf), np.zeros(len(votes))
    for true in range(votes.n_classes):
        rest = joint[votes.items, true] - said[votes.annotators, true, votes.labels]
        columns.append(rest)
        np.maximum(best, rest, out=best)
    own = np.zeros(len(votes))
    for true, rest in enumerate(columns):
        chance = np.exp(rest - best)
        total += chance
        own += np.where(votes.labels == true, chance, 0.0)
    return np.where(votes.per_item()[votes.items] > 1, own / total, np.nan)
