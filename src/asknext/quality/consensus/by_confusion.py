"""The consensus that follows from how each annotator mistakes classes for each other."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt

from asknext.quality.consensus.expectation_maximisation import Fit, Maximise, Model, expectation_maximisation
from asknext.quality.consensus.given import Given
from asknext.quality.consensus.result import Consensus, Course, concluded
from asknext.quality.consensus.vote_table import vote_table
from asknext.quality.skill.others import right_by_others
from asknext.quality.votes import Votes

__all__ = ["concluded_by_confusion", "concluded_by_fit", "consensus_by_em"]

Floats = npt.NDArray[np.float64]

_LEAST = 1e-10


def consensus_by_em(
    method: str, votes: Votes, given: Given, maximise: Maximise, *, iterations: int, tolerance: float
) -> Consensus:
    """Expectation maximisation from the shares of the votes.

    One pass only where no item has two votes and nothing else is known: then annotators cannot be compared, and
    further passes would turn their votes into those for the commonest class.
    """
    comparable = votes.per_item().max(initial=0) > 1 or given.gold is not None or given.known is not None
    iterations = iterations if comparable else 1
    table, start = vote_table(votes, votes.n_classes), given.start(votes)
    fit = expectation_maximisation(
        table, maximise, start, given.evidence(votes), iterations=iterations, tolerance=tolerance
    )
    return concluded_by_fit(method, votes, given, fit)


def concluded_by_fit(method: str, votes: Votes, given: Given, fit: Fit) -> Consensus:
    """The consensus of what expectation maximisation found."""
    said = np.broadcast_to(fit.model.said, (votes.n_annotators, votes.n_classes, votes.n_classes))
    judged = partial(_judged, votes, fit.posterior, said)
    course = Course(fit.iterations, fit.log_likelihood, fit.converged)
    return concluded(method, votes, given, fit.posterior, judged, _chances(said), course)


def concluded_by_confusion(method: str, votes: Votes, given: Given, confusion: Floats) -> Consensus:
    """One expectation with a fixed ``confusion`` (A, K, K) and equally frequent classes."""
    said = np.log(np.maximum(confusion, _LEAST))
    model = Model(said, np.full(votes.n_classes, -np.log(max(1, votes.n_classes))))
    table, start = vote_table(votes, votes.n_classes), given.start(votes)
    fit = expectation_maximisation(table, lambda *_: model, start, given.evidence(votes), iterations=1)
    return concluded_by_fit(method, votes, given, replace(fit, converged=True))


def _judged(votes: Votes, posterior: Floats, said: Floats) -> Floats:
    # Logs of the posterior will do: what is the same for all classes of an item falls out.
    return right_by_others(votes, np.log(np.maximum(posterior, 1e-300)), said)


def _chances(said: Floats) -> Floats:
    chances = np.exp(said)
    found: Floats = chances / chances.sum(axis=2, keepdims=True)
    return found
