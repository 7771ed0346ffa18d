"""Ask the annotators who may well be the best, by the upper end of an interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.annotators.answers import Answers, answers_of, most_given
from asknext.strategies.annotators.appointing import appointed
from asknext.strategies.annotators.over_annotators import OverAnnotators
from asknext.strategies.inputs import Float64
from asknext.strategies.parameter import number
from asknext.strategies.registry import register

__all__ = ["IntervalEstimation", "upper_bounds"]


@register
@dataclass(frozen=True)
class IntervalEstimation(OverAnnotators):
    """Each item goes to all annotators whose accuracy may be near the best (IEThresh, Donmez et al. 2009).

    An annotator's rewards are 1 for each answer that is the one most given to its item and 0 for each other, over items
    with two answers or more, and one reward of each kind to begin with. Their upper bound is ``mean + t s / sqrt(k)``
    with k rewards of standard deviation s and t the 1 - alpha / 2 quantile of Student's distribution with k - 1 degrees
    of freedom. Asked are those with at least ``epsilon`` times the highest bound who have not answered the item yet,
    the highest bound first; an annotator with few answers has a wide interval, so newcomers are tried. Where several
    classes were given equally often, each of them counts as the one most given.
    """

    epsilon: float = number(0.8, "share of the highest bound that an annotator needs", low=0, high=1)
    alpha: float = number(0.05, "1 minus the confidence of the interval", low=1e-6, high=0.5)

    name = "interval_estimation"
    time = "the other strategy's + n A"
    memory = "n (A + C)"
    source = "Donmez, Carbonell & Schneider 2009"

    def appoint(self, view: PoolView, rows: IntArray, rng: np.random.Generator) -> IntArray:
        answers = answers_of(view, self.name)
        bounds = upper_bounds(answers, self.alpha)
        good = bounds >= self.epsilon * bounds.max()
        allowed = good & ~answers.given(rows)
        values = np.broadcast_to(bounds, allowed.shape)
        most = max(1, int(allowed.sum(axis=1).max()))
        return appointed(values, allowed, most, np.full(len(bounds), np.inf), rng)


def upper_bounds(answers: Answers, alpha: float) -> Float64:
    """(A,) the upper end of the interval of each annotator's mean reward."""
    from scipy.special import stdtrit

    agrees = most_given(answers.counts())[answers.items, answers.labels]
    counted = answers.per_item()[answers.items] > 1
    rewards = np.bincount(answers.annotators[counted], weights=agrees[counted], minlength=answers.width) + 1.0
    total = np.bincount(answers.annotators[counted], minlength=answers.width) + 2.0
    mean = rewards / total
    deviation = np.sqrt(mean * (1.0 - mean) * total / (total - 1.0))
    return np.asarray(mean + stdtrit(total - 1.0, 1.0 - alpha / 2.0) * deviation / np.sqrt(total), dtype=np.float64)
