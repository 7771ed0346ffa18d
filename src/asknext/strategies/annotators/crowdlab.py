"""How good the consensus of several annotators is, with the model as one more (Goh, Tkachenko & Mueller 2022)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.annotators.answers import Answers, most_given
from asknext.strategies.inputs import Float64

__all__ = ["Crowdlab", "best_temperature", "crowdlab", "majority", "tempered"]

_LEAST = 1e-6
_SMALL = 1e-30
_TEMPERATURES = (0.1, 0.2, 0.5, 0.8, 1.0, 2.0, 3.0, 5.0, 8.0)
_STEPS = 4


@dataclass(frozen=True)
class Crowdlab:
    """What was found about ``n`` answered items and ``A`` annotators.

    Attributes
    ----------
    quality : (n,) the posterior probability of each item's consensus.
    weights : (A,) how much an answer of each annotator counts; NaN for those without an answer.
    model : how much the model counts.
    mean : the mean of ``weights``.
    posterior : (n, K) the probability of each class.
    """

    quality: Float64
    weights: Float64
    model: float
    mean: float
    posterior: Float64


def crowdlab(answers: Answers, p: Float64) -> Crowdlab:
    """The quality of the consensus for items that all have answers; ``p`` (n, K) are the model's probabilities.

    Where every item has a single answer, annotators cannot be compared: all weights are 1, the quality is ``p``.
    """
    counts = answers.counts()
    most = majority(counts, p, counts.sum(axis=0))
    if (answers.per_item() == 1).all():
        ones = np.where(np.bincount(answers.annotators, minlength=answers.width) > 0, 1.0, np.nan)
        return Crowdlab(p[np.arange(answers.n), most], ones, 1.0, 1.0, p)
    posterior, _, _ = _posterior(answers, counts, p, most)
    best = posterior == posterior.max(axis=1, keepdims=True)
    consensus = np.where(best.sum(axis=1) == 1, best.argmax(axis=1), most)
    posterior, weights, model = _posterior(answers, counts, p, consensus)
    quality = posterior[np.arange(answers.n), consensus]
    return Crowdlab(quality, weights, model, float(np.nanmean(weights)), posterior)


def best_temperature(answers: Answers, p: Float64) -> float:
    """The temperature at which ``p`` (n, K) fits the shares of the answers best, from a coarse and a fine grid."""
    counts = answers.counts()
    shares = counts / counts.sum(axis=1, keepdims=True)

    def loss(temperature: float) -> float:
        return float(-(shares * np.log(np.maximum(tempered(p, temperature), _SMALL))).sum(axis=1).mean())

    at = int(np.argmin([loss(each) for each in _TEMPERATURES]))
    fine: list[float] = []
    if at > 0:
        fine += np.linspace(_TEMPERATURES[at - 1], _TEMPERATURES[at], _STEPS, endpoint=False).tolist()
    if at < len(_TEMPERATURES) - 1:
        fine += np.linspace(_TEMPERATURES[at], _TEMPERATURES[at + 1], _STEPS + 1).tolist()
    return fine[int(np.argmin([loss(each) for each in fine]))]


def tempered(p: Float64, temperature: float) -> Float64:
    """``p`` (n, K) to the power ``1 / temperature``, each row made to sum to 1."""
    logs = np.log(np.maximum(p, _SMALL)) / temperature
    powers = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float64)


def majority(counts: Float64, p: Float64, totals: Float64) -> IntArray:
    """(n,) the class most given; of several the likelier by ``p``, then the rarer of ``totals`` (K,), or the first."""
    tied = most_given(counts)
    likely = np.where(tied, p, -1.0)
    tied &= likely == likely.max(axis=1, keepdims=True)
    rarity = np.where(tied, -totals, -np.inf)
    return np.asarray(rarity.argmax(axis=1), dtype=np.int64)


def _posterior(answers: Answers, counts: Float64, p: Float64, consensus: IntArray) -> tuple[Float64, Float64, float]:
    """(n, K) the posterior of the label, (A,) the annotators' weights, and the model's."""
    rows, number = np.arange(answers.n), counts.sum(axis=1)
    several = number > 1
    agreement = float((counts[rows, consensus] / number)[several].mean())
    other = (1.0 - agreement) / max(1, answers.classes - 1)
    agreed = consensus[several]
    chance = max(_LEAST, float((agreed != np.bincount(agreed).argmax()).mean()))
    weights = np.maximum(1.0 - (1.0 - _agreement_with_others(answers, counts)) / chance, _LEAST)
    error = float((p[several].argmax(axis=1) != agreed).mean())
    model = max(1.0 - error / chance, _LEAST) * float(np.sqrt(number.mean()))
    per_answer = weights[answers.annotators]
    total = np.bincount(answers.items, weights=per_answer, minlength=answers.n)
    cells = np.bincount(
        answers.items * answers.classes + answers.labels, weights=per_answer, minlength=answers.n * answers.classes
    ).reshape(answers.n, answers.classes)
    posterior = model * p + (agreement - other) * cells + other * total[:, None]
    return posterior / (total + model)[:, None], weights, model


def _agreement_with_others(answers: Answers, counts: Float64) -> Float64:
    """(A,) the share of the other answers to an annotator's items that say the same; the mean where there are none."""
    same = counts[answers.items, answers.labels] - 1.0
    others = counts.sum(axis=1)[answers.items] - 1.0
    agreeing = np.bincount(answers.annotators, weights=same, minlength=answers.width)
    compared = np.bincount(answers.annotators, weights=others, minlength=answers.width)
    found = np.full(answers.width, np.nan)
    np.divide(agreeing, compared, out=found, where=compared > 0)
    found[np.isnan(found)] = np.nanmean(found)
    return np.where(np.bincount(answers.annotators, minlength=answers.width) > 0, found, np.nan)
