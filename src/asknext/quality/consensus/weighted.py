"""Votes weigh by the log-odds that their annotator is right."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.quality.consensus.by_confusion import concluded_by_confusion
from asknext.quality.consensus.given import Given
from asknext.quality.consensus.result import Consensus
from asknext.quality.skill.others import right_by_majority_of_others
from asknext.quality.vote_posterior import confusion_of_accuracies
from asknext.quality.votes import Votes

__all__ = ["weighted"]

Floats = npt.NDArray[np.float64]


def weighted(votes: Votes, given: Given, *, agreeing: float = 4.0, differing: float = 1.0) -> Consensus:
    """Bayes' rule with each annotator's accuracy by the majority of the others, or by gold where there is some.

    A vote then adds log(accuracy (K - 1) / (1 - accuracy)) to its class (Nitzan & Paroush 1982). One pass: what a team
    that starts, or a queue that decides as answers come, can do at once.

    Parameters
    ----------
    agreeing, differing : votes that everybody is taken to have given rightly and wrongly before the first.
    """
    right = right_by_majority_of_others(votes)
    truth = given.truth(votes)
    if truth is not None:
        of = truth[votes.items]
        right = np.where(of >= 0, of == votes.labels, right)
    known = ~np.isnan(right)
    who, size = votes.annotators[known], votes.n_annotators
    hits = np.bincount(who, weights=right[known], minlength=size)
    accuracies = (hits + agreeing) / (np.bincount(who, minlength=size) + agreeing + differing)
    return concluded_by_confusion("weighted", votes, given, confusion_of_accuracies(accuracies, votes.n_classes))
