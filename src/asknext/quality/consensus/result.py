"""What annotators mean together: the same answer from every method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from asknext.quality.consensus.given import Given
from asknext.quality.short_rows import row_max, row_top
from asknext.quality.skill.accuracy import accuracy_of_votes
from asknext.quality.skill.beta_interval import Shares
from asknext.quality.votes import Votes

__all__ = ["Consensus", "Course", "concluded"]

Floats = npt.NDArray[np.float64]

_SAME = 1e-9


@dataclass(frozen=True)
class Course:
    """How a method went: ``iterations``, the ``log_likelihood`` reached (NaN where it has none), ``converged``."""

    iterations: int = 1
    log_likelihood: float = float("nan")
    converged: bool = True


@dataclass(frozen=True, eq=False)
class Consensus:
    """Of n items, A annotators and K classes.

    Attributes
    ----------
    method : its name.
    posterior : (n, K) float64, rows sum to 1. Majority and Wawa give shares of votes, the others probabilities.
    labels : (n,) int64 the likeliest class, ties settled as asked; -1 = a tie left open, or nothing is known.
    tied : (n,) bool whether several classes are as likely as each other.
    confusion : (A, K, K) float64 ``[a, t, s]``: the chance that a says s where t is true; None where not modelled.
    course : iterations, log-likelihood, whether it converged.
    difficulty : (n,) float64 from GLAD: above 0 an item confuses good annotators more than most do; else None.
    votes : what it was found from.  judged : gives (m,) the chance that each vote is right by what others said.
    """

    method: str
    posterior: Floats
    labels: npt.NDArray[np.int64]
    tied: npt.NDArray[np.bool_]
    confusion: Floats | None
    course: Course
    difficulty: Floats | None
    votes: Votes
    judged: Callable[[], Floats]

    @cached_property
    def skill(self) -> Shares:
        """(A,) how often each annotator is right, by what the *others* said, with 95 % credible intervals."""
        return accuracy_of_votes(self.votes, self.judged())


def concluded(
    method: str,
    votes: Votes,
    given: Given,
    posterior: Floats,
    judged: Callable[[], Floats],
    confusion: Floats | None = None,
    course: Course | None = None,
    difficulty: Floats | None = None,
) -> Consensus:
    """The `Consensus` from a ``posterior`` (n, K); ``judged`` gives the chance that each vote (m,) is right."""
    labels, number = row_top(posterior, _SAME)
    tied = number > 1
    if tied.any():
        labels = _settled(labels, posterior, tied, given)
    labels[~_has_evidence(votes, given)] = -1
    return Consensus(method, posterior, labels, tied, confusion, course or Course(), difficulty, votes, judged)


def _settled(
    labels: npt.NDArray[np.int64], posterior: Floats, tied: npt.NDArray[np.bool_], given: Given
) -> npt.NDArray[np.int64]:
    if given.ties == "none":
        return np.where(tied, -1, labels)
    if given.ties == "random":
        # A draw for every item, so that an item's tie falls the same way whatever other items there are.
        draws, rows = np.random.default_rng(given.seed).random(posterior.shape)[tied], posterior[tied]
        top = rows >= row_max(rows)[:, None] - _SAME
        labels[tied] = row_top(np.where(top, draws, -1.0))[0]
    return labels


def _has_evidence(votes: Votes, given: Given) -> npt.NDArray[np.bool_]:
    found = votes.per_item() > 0
    truth = given.truth(votes)
    if truth is not None:
        found |= truth >= 0
    return found if given.known is None else np.ones_like(found)
