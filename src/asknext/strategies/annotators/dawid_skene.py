"""How often each annotator mistakes one class for another, by expectation maximisation (Dawid & Skene 1979)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.strategies.annotators.answers import Answers
from asknext.strategies.inputs import Float64

__all__ = ["Skill", "dawid_skene"]

_LEAST = 1e-10


@dataclass(frozen=True)
class Skill:
    """What was found.

    Attributes
    ----------
    posterior : (n, K) float64, the probability of each true class for each item; without answers it is the share.
    confusion : (A, K, K) float64, ``[a, j, k]`` the probability that annotator a answers k where j is true.
    shares : (K,) float64, how frequent each true class is.
    counts : (A, K, K) float64, the expected numbers behind ``confusion``.
    """

    posterior: Float64
    confusion: Float64
    shares: Float64
    counts: Float64


def dawid_skene(
    answers: Answers,
    iterations: int = 50,
    tolerance: float = 1e-6,
    smoothing: float = 0.01,
    known: Float64 | None = None,
) -> Skill:
    """Expectation maximisation from the shares of the answers, until an answered item gains less than ``tolerance``.

    The gain is that of the mean log-likelihood of an item. ``smoothing`` is added to every expected number, so that a
    mistake not seen yet is not impossible. ``known`` (n, K) is a distribution over the true class from elsewhere, such
    as a model's probabilities; the shares of the classes are then not estimated. Time answers * K * iterations, memory
    n K + A K^2.
    """
    answered = answers.per_item() > 0
    posterior = _shares_of_answers(answers)
    before = -np.inf
    for _ in range(iterations):
        skill = _maximised(answers, posterior, answered, smoothing)
        posterior, likelihood = _expected(answers, skill, known)
        mean = float(likelihood[answered].mean()) if answered.any() else 0.0
        if mean - before < tolerance:
            break
        before = mean
    return Skill(posterior, skill.confusion, skill.shares, skill.counts)


def _shares_of_answers(answers: Answers) -> Float64:
    counts = answers.counts()
    totals = counts.sum(axis=1, keepdims=True)
    return np.where(totals > 0, counts / np.where(totals > 0, totals, 1.0), 1.0 / answers.classes)


def _maximised(answers: Answers, posterior: Float64, answered: npt.NDArray[np.bool_], smoothing: float) -> Skill:
    """The confusion matrices and shares that fit ``posterior`` best."""
    k, width = answers.classes, answers.width
    cells = answers.annotators * k + answers.labels
    columns = [np.bincount(cells, weights=column[answers.items], minlength=width * k) for column in posterior.T]
    counts: Float64 = np.stack(columns, axis=1).astype(np.float64).reshape(width, k, k).transpose(0, 2, 1)
    smoothed = counts + smoothing
    totals = smoothed.sum(axis=2, keepdims=True)
    confusion = np.where(totals > 0, smoothed / np.where(totals > 0, totals, 1.0), 1.0 / k)
    shares = posterior[answered].mean(axis=0) if answered.any() else np.full(k, 1.0 / k)
    return Skill(posterior, confusion, shares, counts)


def _expected(answers: Answers, skill: Skill, known: Float64 | None) -> tuple[Float64, Float64]:
    """(n, K) the posterior of the true class, and (n,) the log-likelihood of each item's answers."""
    k = answers.classes
    logs = np.log(np.maximum(skill.confusion, _LEAST))
    joint = np.empty((answers.n, k))
    for true in range(k):
        weights = logs[answers.annotators, true, answers.labels]
        joint[:, true] = np.bincount(answers.items, weights=weights, minlength=answers.n)
    joint += np.log(np.maximum(skill.shares if known is None else known, _LEAST))
    highest = joint.max(axis=1, keepdims=True)
    np.exp(joint - highest, out=joint)
    totals = joint.sum(axis=1, keepdims=True)
    joint /= totals
    return joint, (highest + np.log(totals))[:, 0]
