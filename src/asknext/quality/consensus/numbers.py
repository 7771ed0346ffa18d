"""One number from the numbers of several annotators, some of whom are biased or vague."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import UnknownName
from asknext.quality.consensus.result import Course
from asknext.quality.number_votes import NumberVotes

__all__ = ["NUMBER_CONSENSUS", "NumberConsensus", "number_consensus"]

Floats = npt.NDArray[np.float64]

_MOST = 200
_SHARED = 10.0


@dataclass(frozen=True, eq=False)
class NumberConsensus:
    """Of n items and A annotators; NaN where there are no votes.

    Attributes
    ----------
    value : (n,) float64.
    low, high : (n,) float64 the 95 % interval, by each annotator's deviation (weighted) or the item's own (mean,
        median; NaN below two votes).
    bias : (A,) float64 how much each annotator says too much, on average.
    deviation : (A,) float64 the standard deviation of what is left of each annotator's votes.
    course : how it went.
    """

    value: Floats
    low: Floats
    high: Floats
    bias: Floats
    deviation: Floats
    course: Course


def number_consensus(name: str, votes: NumberVotes) -> NumberConsensus:
    """The consensus of numbers called ``name``: ``"mean"``, ``"median"`` or ``"weighted"``.

    Weighted: a vote is the truth plus its annotator's bias plus noise of its annotator's deviation, all found together
    by expectation maximisation; biases and deviations of people with few votes are drawn to those of everybody.

    Raises
    ------
    InputError : an unknown name.
    """
    if name not in NUMBER_CONSENSUS:
        raise UnknownName("consensus of numbers", name, NUMBER_CONSENSUS)
    return NUMBER_CONSENSUS[name](votes)


def _mean(votes: NumberVotes) -> NumberConsensus:
    return _plain(votes, _means(votes.items, votes.values, votes.n_items), 1.0)


def _median(votes: NumberVotes) -> NumberConsensus:
    order = np.lexsort((votes.values, votes.items))
    ordered, number = votes.values[order], np.bincount(votes.items, minlength=votes.n_items)
    ends = np.cumsum(number)
    if len(ordered) == 0:
        return _plain(votes, np.full(votes.n_items, np.nan), 1.0)
    low, high = ends - number + (number - 1) // 2, ends - number + number // 2
    last = len(ordered) - 1
    middle = (ordered[np.minimum(low, last)] + ordered[np.minimum(high, last)]) / 2
    # The median of normal noise spreads sqrt(pi / 2) times as far as the mean.
    return _plain(votes, np.where(number > 0, middle, np.nan), np.sqrt(np.pi / 2))


def _weighted(votes: NumberVotes) -> NumberConsensus:
    value, before, done = _mean(votes).value, np.inf, 0
    spread = float(np.std(votes.values)) if len(votes) else 0.0
    precision, bias, deviation = np.ones(votes.n_items), np.zeros(votes.n_annotators), np.ones(votes.n_annotators)
    while done < _MOST and before > 1e-6 * max(spread, 1e-12):
        bias, deviation = _people(votes, value, 1.0 / precision if done else np.zeros(votes.n_items))
        sure = 1.0 / deviation[votes.annotators] ** 2
        weight = _sums(votes.items, sure, votes.n_items)
        precision = np.where(weight > 0, weight, np.nan)
        sums = _sums(votes.items, sure * (votes.values - bias[votes.annotators]), votes.n_items)
        moved, value = sums / precision - value, sums / precision
        before, done = float(np.nanmax(np.abs(moved), initial=0.0)), done + 1
    half = 1.959963984540054 / np.sqrt(precision)
    return NumberConsensus(value, value - half, value + half, bias, deviation, Course(done, converged=done < _MOST))


def _people(votes: NumberVotes, value: Floats, unsure: Floats) -> tuple[Floats, Floats]:
    """Bias and deviation of each annotator from the ``value`` (n,) of items and its variance ``unsure`` (n,)."""
    who, size = votes.annotators, votes.n_annotators
    off = votes.values - value[votes.items]
    number = np.bincount(who, minlength=size).astype(np.float64)
    bias = _sums(who, off, size) / (number + _SHARED)
    left = (off - bias[who]) ** 2 + unsure[votes.items]
    # The median of a squared normal is 0.455 of its mean; a few who are very vague must not count for all.
    everybody = float(np.median(left)) / 0.455 if len(left) else 1.0
    squares = _sums(who, left, size)
    # Whoever always says 0 where most truths are near 0 looks exact; so everybody's spread has its say, too.
    variance = np.maximum((squares + _SHARED * everybody) / (number + _SHARED), 1e-12 * max(everybody, 1e-12))
    # Biases are told only up to what all have in common, which is taken to be nothing.
    weight = number / variance
    bias -= float((bias * weight).sum() / max(weight.sum(), 1e-300))
    return bias, np.sqrt(variance)


def _plain(votes: NumberVotes, value: Floats, wider: float) -> NumberConsensus:
    off = votes.values - value[votes.items]
    number = np.bincount(votes.items, minlength=votes.n_items).astype(np.float64)
    squares = _sums(votes.items, off**2, votes.n_items)
    freedom = np.where(number > 1, number * (number - 1.0), np.nan)
    half = 1.959963984540054 * wider * np.sqrt(squares / freedom)
    bias = _means(votes.annotators, off, votes.n_annotators)
    left = _means(votes.annotators, (off - bias[votes.annotators]) ** 2, votes.n_annotators)
    return NumberConsensus(value, value - half, value + half, bias, np.sqrt(left), Course())


def _means(groups: npt.NDArray[np.int64], values: Floats, size: int) -> Floats:
    number = np.bincount(groups, minlength=size)
    return _sums(groups, values, size) / np.where(number > 0, number, np.nan)


def _sums(groups: npt.NDArray[np.int64], values: Floats, size: int) -> Floats:
    return np.bincount(groups, weights=values, minlength=size).astype(np.float64)


NUMBER_CONSENSUS: dict[str, Callable[[NumberVotes], NumberConsensus]] = {
    "mean": _mean,
    "median": _median,
    "weighted": _weighted,
}
