"""Each annotator is right with one chance, whatever the class, and mistakes are spread evenly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.quality.consensus.by_confusion import consensus_by_em
from asknext.quality.consensus.expectation_maximisation import Model
from asknext.quality.consensus.given import Given
from asknext.quality.consensus.result import Consensus
from asknext.quality.consensus.shares_model import log_shares
from asknext.quality.vote_posterior import confusion_of_accuracies
from asknext.quality.votes import Votes

__all__ = ["one_coin"]

Floats = npt.NDArray[np.float64]


def one_coin(
    votes: Votes,
    given: Given,
    *,
    right: float = 1.0,
    wrong: float = 0.5,
    iterations: int = 100,
    tolerance: float = 1e-5,
) -> Consensus:
    """`dawid_skene` with the K^2 chances of an annotator tied to one (Zhang et al. 2014): few votes are enough.

    Parameters
    ----------
    right, wrong : pseudo-counts before the first vote.
    """

    def maximise(counts: Floats, totals: Floats) -> Model:
        agreed = np.trace(counts, axis1=1, axis2=2)
        accuracies = (agreed + right) / (counts.sum(axis=(1, 2)) + right + wrong)
        confusion = confusion_of_accuracies(accuracies, votes.n_classes)
        return Model(np.log(np.maximum(confusion, 1e-10)), log_shares(totals))

    return consensus_by_em("one_coin", votes, given, maximise, iterations=iterations, tolerance=tolerance)
