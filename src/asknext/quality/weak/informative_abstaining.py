"""Dawid and Skene's model where saying nothing says something."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.quality.consensus.expectation_maximisation import Evidence, Fit, Model, expectation_maximisation
from asknext.quality.consensus.given import Given
from asknext.quality.consensus.shares_model import log_shares
from asknext.quality.consensus.vote_table import vote_table
from asknext.quality.votes import Codes, Votes

__all__ = ["with_abstentions"]

Floats = npt.NDArray[np.float64]


def with_abstentions(
    votes: Votes, balance: Floats | None, truth: Codes | None, *, iterations: int = 100, tolerance: float = 1e-5
) -> Fit:
    """Expectation maximisation with abstaining as one more answer, for annotators who are asked about every item.

    A function that only ever says "spam" has nothing to be confused about; what tells is that it is silent on what is
    not spam. Starts from the votes alone; every function is taken to be right a little more often than not.
    """
    k = votes.n_classes
    table = vote_table(_spoken(votes), k)
    given = Given(gold=truth, known=None if balance is None else np.tile(balance, (votes.n_items, 1)))
    prior = np.full((k, k + 1), 0.1) + 0.9 * np.eye(k, k + 1)
    fixed = None if balance is None else np.log(np.maximum(balance, 1e-10))

    def maximise(counts: Floats, totals: Floats) -> Model:
        smoothed = counts + prior
        logs = np.log(smoothed / smoothed.sum(axis=2, keepdims=True))
        return Model(logs, log_shares(totals) if fixed is None else fixed)

    evidence = Evidence(None, given.evidence(votes).gold)
    return expectation_maximisation(
        table, maximise, given.start(votes), evidence, iterations=iterations, tolerance=tolerance
    )


def _spoken(votes: Votes) -> Votes:
    """The votes with an answer by everybody to every item: class K where there was none."""
    table = votes.matrix()
    table[table < 0] = votes.n_classes
    items, annotators = np.divmod(np.arange(table.size), max(1, votes.n_annotators))
    return Votes(items, annotators, table.ravel(), votes.n_items, votes.n_annotators, votes.n_classes + 1)
