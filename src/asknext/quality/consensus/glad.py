"""Annotators are more or less able, items more or less hard (Whitehill et al. 2009)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.quality.consensus.given import Given
from asknext.quality.consensus.result import Consensus, Course, concluded
from asknext.quality.short_rows import row_max, row_sum
from asknext.quality.votes import Votes

__all__ = ["glad"]

Floats = npt.NDArray[np.float64]

_MOST_STEP = 1.0
_BOUND = 30.0


def glad(
    votes: Votes,
    given: Given,
    *,
    sweeps: int = 2,
    iterations: int = 100,
    tolerance: float = 1e-5,
) -> Consensus:
    """A vote is right with the chance sigma(ability * exp(ease)); mistakes are spread evenly, classes equally frequent.

    Abilities and eases have normal priors around 1 with deviation 1, as in the paper. The maximisation takes Newton
    steps for all annotators at once, then for all items: one pass over the votes each, no line search.

    Parameters
    ----------
    sweeps : of Newton steps in each iteration.
    """
    fit = _Fit(votes, given)
    before, done, converged = -np.inf, 0, False
    reached = before
    while done < iterations and not converged:
        for _ in range(sweeps):
            fit.maximise()
        reached, done = fit.expect(), done + 1
        converged, before = abs(reached - before) < tolerance * max(1, len(votes)), reached
    course = Course(done, float(reached), converged)
    difficulty = np.where(votes.per_item() > 0, 1.0 - fit.ease, np.nan)
    return concluded("glad", votes, given, fit.posterior, fit.right_by_others, None, course, difficulty)


class _Fit:
    """Abilities (A,), eases (n,) and the posterior (n, K) as they are improved."""

    def __init__(self, votes: Votes, given: Given) -> None:
        self.ability, self.ease = np.ones(votes.n_annotators), np.ones(votes.n_items)
        self.posterior = given.start(votes)
        evidence = given.evidence(votes)
        even = np.full(votes.n_classes, -np.log(max(1, votes.n_classes)))
        self._prior = even[None, :] if evidence.known is None else evidence.known
        self._gold = evidence.gold
        self._votes = votes
        self._cells = votes.items * votes.n_classes + votes.labels
        self._spread = float(np.log(max(1, votes.n_classes - 1)))

    def maximise(self) -> None:
        """A Newton step for abilities, then one for eases, both with a curvature that cannot change its sign."""
        who, items = self._votes.annotators, self._votes.items
        right = self.posterior.ravel()[self._cells]
        slope = np.exp(self.ease)[items]
        chance = _sigma(self.ability[who] * slope)
        self.ability += _newton(who, slope * (right - chance), slope**2 * chance * (1 - chance), self.ability)
        x = self.ability[who] * slope
        chance = _sigma(x)
        self.ease += _newton(items, x * (right - chance), x**2 * chance * (1 - chance), self.ease)

    def expect(self) -> float:
        """The posterior from abilities and eases; returns the log-likelihood with that of the priors."""
        x, shape = self._strength(), self.posterior.shape
        strengths = np.bincount(self._cells, weights=x + self._spread, minlength=self.posterior.size)
        logs: Floats = self._prior + strengths.reshape(shape)
        if self._gold is not None:
            logs[~self._gold] = -np.inf
        peaks = row_max(logs)[:, None]
        np.exp(logs - peaks, out=logs)
        sums = row_sum(logs)[:, None]
        self.posterior = logs / sums
        wrong = -np.logaddexp(0.0, x) - self._spread
        penalty = 0.5 * float(((self.ability - 1) ** 2).sum() + ((self.ease - 1) ** 2).sum())
        return float((peaks + np.log(sums)).sum() + wrong.sum()) - penalty

    def right_by_others(self) -> Floats:
        """(m,) the chance that each vote is right, were it not given; NaN where it is alone."""
        own = self.posterior.ravel()[self._cells]
        odds = np.exp(-(self._strength() + self._spread))
        without = own * odds / (own * odds + (1.0 - own))
        return np.where(self._votes.per_item()[self._votes.items] > 1, without, np.nan)

    def _strength(self) -> Floats:
        x = self.ability[self._votes.annotators] * np.exp(self.ease)[self._votes.items]
        return np.clip(x, -_BOUND, _BOUND)


def _newton(groups: npt.NDArray[np.int64], slopes: Floats, curves: Floats, now: Floats) -> Floats:
    slope = np.bincount(groups, weights=slopes, minlength=len(now)) - (now - 1.0)
    curve = np.bincount(groups, weights=curves, minlength=len(now)) + 1.0
    return np.clip(slope / curve, -_MOST_STEP, _MOST_STEP)


def _sigma(x: Floats) -> Floats:
    chance: Floats = 1.0 / (1.0 + np.exp(-np.clip(x, -_BOUND, _BOUND)))
    return chance
