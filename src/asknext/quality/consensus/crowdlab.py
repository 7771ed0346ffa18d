"""People and a model, each weighing what they agree with the consensus (Goh, Tkachenko & Mueller 2022)."""

from __future__ import annotations

from functools import partial

import numpy as np

from asknext.errors import MissingInput
from asknext.quality.consensus.given import Given
from asknext.quality.consensus.result import Consensus, concluded
from asknext.quality.skill.others import right_by_majority_of_others
from asknext.quality.votes import Votes
from asknext.quality.votes_as_answers import votes_as_answers
from asknext.strategies.annotators.crowdlab import crowdlab as weighed

__all__ = ["crowdlab"]


def crowdlab(votes: Votes, given: Given) -> Consensus:
    """A weighted mean of a model's probabilities, ``known``, and what each vote makes likely.

    Weights say how well an annotator agrees with the others, and the model with the consensus, beyond always saying the
    commonest class. Probabilities should come from a model that has not learnt from the labels of the item itself.

    Raises
    ------
    MissingInput : there is no ``known``.
    """
    known = given.known
    if known is None:
        raise MissingInput("Consensus 'crowdlab' weighs people and a model: give known=, the model's probabilities.")
    log_known = given.evidence(votes).known
    assert log_known is not None
    posterior, rows = np.exp(log_known), np.flatnonzero(votes.per_item() > 0)
    if len(rows):
        posterior[rows] = weighed(votes_as_answers(votes, rows), posterior[rows]).posterior
    posterior = given.clamped(votes, posterior)
    return concluded("crowdlab", votes, given, posterior, partial(right_by_majority_of_others, votes))
