"""An annotator either knows, or answers by a habit of their own (Hovy et al. 2013)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.consensus.by_confusion import concluded_by_fit
from asknext.quality.consensus.expectation_maximisation import Fit, Model, expectation_maximisation
from asknext.quality.consensus.given import Given
from asknext.quality.consensus.result import Consensus
from asknext.quality.consensus.shares_model import log_shares
from asknext.quality.consensus.vote_table import vote_table
from asknext.quality.votes import Votes

__all__ = ["mace"]

Floats = npt.NDArray[np.float64]

_INNER = 5


def mace(
    votes: Votes,
    given: Given,
    *,
    smoothing: float = 0.1,
    restarts: int = 1,
    iterations: int = 100,
    tolerance: float = 1e-5,
) -> Consensus:
    """Multi-annotator competence estimation: a vote is the truth with the chance of knowing, else drawn from the habit.

    Parameters
    ----------
    smoothing : pseudo-counts of knowing, of not knowing, and of the habit over all classes.
    restarts : the first starts from the shares of the votes, further ones from those mixed with noise by the seed; the
        likeliest is taken.
    """
    if restarts < 1 or smoothing <= 0:
        raise InputError(f"MACE needs a start and some smoothing; found restarts={restarts}, smoothing={smoothing}.")
    table, evidence = vote_table(votes, votes.n_classes), given.evidence(votes)
    rng, best = np.random.default_rng(given.seed), None
    for attempt in range(restarts):
        start = given.start(votes)
        if attempt:
            start = given.clamped(votes, 0.5 * start + 0.5 * rng.dirichlet(np.ones(votes.n_classes), votes.n_items))
        habits = _Habits(votes.n_annotators, votes.n_classes, smoothing)
        fit = expectation_maximisation(table, habits, start, evidence, iterations=iterations, tolerance=tolerance)
        best = _likelier(best, fit)
    assert best is not None
    return concluded_by_fit("mace", votes, given, best)


def _likelier(first: Fit | None, second: Fit) -> Fit:
    return second if first is None or second.log_likelihood > first.log_likelihood else first


class _Habits:
    """The maximisation step; goes on from what it found last."""

    def __init__(self, annotators: int, classes: int, smoothing: float) -> None:
        self._knows = np.full(annotators, 0.8)
        self._habit = np.full((annotators, classes), 1.0 / max(1, classes))
        self._smoothing = smoothing

    def __call__(self, counts: Floats, totals: Floats) -> Model:
        right, said = np.diagonal(counts, axis1=1, axis2=2), counts.sum(axis=1)
        for _ in range(_INNER):
            self._step(right, said)
        guessed = ((1.0 - self._knows)[:, None] * self._habit)[:, None, :]
        chances = guessed + self._knows[:, None, None] * np.eye(counts.shape[1])
        return Model(np.log(np.maximum(chances, 1e-10)), log_shares(totals))

    def _step(self, right: Floats, said: Floats) -> None:
        """Splits right votes into known and lucky, and counts."""
        knows = self._knows[:, None]
        known = right * knows / np.maximum(knows + (1.0 - knows) * self._habit, 1e-12)
        guessed, s = said - known, self._smoothing
        self._knows = (known.sum(axis=1) + s) / (said.sum(axis=1) + 2.0 * s)
        habit = guessed + s / said.shape[1]
        self._habit = habit / habit.sum(axis=1, keepdims=True)
