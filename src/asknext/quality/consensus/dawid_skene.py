"""Each annotator has a confusion matrix, found together with the truth (Dawid & Skene 1979)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.consensus.by_confusion import consensus_by_em
from asknext.quality.consensus.expectation_maximisation import Maximise, Model
from asknext.quality.consensus.given import Given
from asknext.quality.consensus.result import Consensus
from asknext.quality.consensus.shares_model import log_shares
from asknext.quality.votes import Votes

__all__ = ["dawid_skene", "hierarchical"]

Floats = npt.NDArray[np.float64]


def dawid_skene(
    votes: Votes,
    given: Given,
    *,
    right: float = 0.5,
    wrong: float = 0.01,
    pooled: float = 0.0,
    iterations: int = 100,
    tolerance: float = 1e-5,
) -> Consensus:
    """Expectation maximisation over confusion matrices, the truth and how frequent classes are.

    Parameters
    ----------
    right, wrong : pseudo-counts for each true class: how often an annotator was right, and gave each other class,
        before the first vote. A little keeps a mistake not yet seen possible.
    pooled : pseudo-counts spread as all annotators together spread theirs, so that those with few votes are taken to
        be like the others.
    iterations, tolerance : until a pass gains less a vote.
    """
    if min(right, wrong, pooled) < 0 or right + pooled <= 0:
        raise InputError(f"Pseudo-counts are from 0 upwards; found right={right}, wrong={wrong}, pooled={pooled}.")
    maximise = _confusions(wrong + (right - wrong) * np.eye(votes.n_classes), pooled)
    name = "hierarchical" if pooled else "dawid_skene"
    return consensus_by_em(name, votes, given, maximise, iterations=iterations, tolerance=tolerance)


def hierarchical(
    votes: Votes, given: Given, *, pooled: float = 1.0, right: float = 0.5, **settings: float
) -> Consensus:
    """`dawid_skene` in which annotators learn from each other; better where classes are hard and votes are few."""
    return dawid_skene(votes, given, pooled=pooled, right=right, **settings)  # type: ignore[arg-type]


def _confusions(prior: Floats, pooled: float) -> Maximise:
    def maximise(counts: Floats, totals: Floats) -> Model:
        table = counts + prior
        if pooled:
            together = counts.sum(axis=0) + prior
            table = table + pooled * together / together.sum(axis=1, keepdims=True)
        logs = np.log(np.maximum(table / table.sum(axis=2, keepdims=True), 1e-10))
        return Model(logs, log_shares(totals))

    return maximise
