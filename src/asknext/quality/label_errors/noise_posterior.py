"""How probable it is that each label is right, once it is known how far the model and the labellers can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.quality.label_errors.column_blocks import checked

__all__ = ["NoisePosterior", "noise_posterior"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

_TEMPERATURES = (0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1.0, 1.25, 1.6, 2.0, 3.0)
_STEPS, _FITTED = 30, 20_000
_SMALL = 1e-12
_WRONG, _WEIGHT = 0.05, 0.5  # before anything is seen: one label in 20 is wrong, worth half as many labels as there are
_BLOCK = 65_536


@dataclass(frozen=True, eq=False)
class NoisePosterior:
    """What was learnt about ``n`` labels of ``K`` classes.

    Attributes
    ----------
    right : (n,) float64, the probability that the label is the class meant.
    other : (n,) int64, the likeliest class but the label. sure : (n,) float64, the probability that it is meant.
    given : (K, K) float64, ``[meant, given]`` how often each class is given where another is meant.
    temperature : by which the model's probabilities were tempered; below 1 the model was not sure enough.
    """

    right: Floats
    other: Codes
    sure: Floats
    given: Floats
    temperature: float

    @property
    def wrong(self) -> Codes:
        """(e,) int64 rows whose label is more probably wrong than right, the likeliest error first."""
        rows = np.flatnonzero(self.right < 0.5)
        return rows[np.argsort(self.right[rows], kind="stable")]


def noise_posterior(labels: npt.ArrayLike, probabilities: npt.ArrayLike, *, seed: int = 0) -> NoisePosterior:
    """Judge labels by Bayes' rule, with class noise and the model's temperature both learnt from the labels.

    A label k of an item x is given with the probability sum_j q_j(x) T[j, k], where q is the model's distribution
    tempered and T[j, k] how often k is given for j. The temperature (from a grid) and T (by expectation maximisation)
    that make the labels likeliest say how probable it is that j was meant: q_j T[j, k] over the sum. In a set with few
    errors a model must be very sure before it is believed against a label, which plain confident learning does not
    ask; with as many found, fewer are false alarms. That one label in 20 is wrong is believed beforehand, as if half as
    many labels again had said so: a model that learnt from few labels must not explain its own mistakes by theirs.

    Parameters
    ----------
    labels : (n,) class codes as given. probabilities : (n, K), of a model that has not seen the labels it judges.
    seed : draws the 20,000 items from which noise is learnt, where there are more.

    Raises
    ------
    InputError : shapes or codes that do not fit.

    Source: the class-conditional noise model of Angluin & Laird 1988 with unknown rates, by EM (Dawid & Skene 1979
    with one labeller and the model as prior); tempering: Guo, Pleiss, Sun & Weinberger 2017.
    """
    codes, table = checked(labels, probabilities)
    rows = np.arange(len(codes))
    if len(rows) > _FITTED:
        rows = np.sort(np.random.default_rng(seed).choice(len(codes), _FITTED, replace=False))
    logs = np.log(np.maximum(table[rows].astype(np.float64), _SMALL))
    fits = [_fitted(codes[rows], _tempered(logs, each)) for each in _TEMPERATURES]
    best = int(np.argmax([plausible for plausible, _ in fits]))
    given, temperature = fits[best][1], _TEMPERATURES[best]
    parts = [
        _judged(codes[at : at + _BLOCK], table[at : at + _BLOCK], given, temperature) for at in _starts(len(codes))
    ]
    right, other, sure = (np.concatenate(each) for each in zip(*parts, strict=True))
    return NoisePosterior(right, other, sure, given, temperature)


def _starts(n: int) -> range:
    return range(0, n, _BLOCK)


def _fitted(codes: Codes, q: Floats) -> tuple[float, Floats]:
    """How plausible ``q`` (n, K) makes the labels (log posterior), and (K, K) the noise that fits them best."""
    size = q.shape[1]
    before = np.full((size, size), _WRONG / max(size - 1, 1))
    np.fill_diagonal(before, 1 - _WRONG)
    believed = before * (1 + _WEIGHT * np.bincount(codes, minlength=size))[:, None]
    given = before
    for _ in range(_STEPS):
        joint = q * given[:, codes].T
        total = joint.sum(axis=1)
        shares = joint / total[:, None]
        counts = np.stack([np.bincount(codes, weights=column, minlength=size) for column in shares.T]) + believed
        given = counts / counts.sum(axis=1, keepdims=True)
    return float(np.log(total).sum() + (believed * np.log(given / before)).sum()), given


def _judged(codes: Codes, table: Floats, given: Floats, temperature: float) -> tuple[Floats, Codes, Floats]:
    logs = np.log(np.maximum(table.astype(np.float64), _SMALL))
    joint = _tempered(logs, temperature) * given[:, codes].T
    joint /= joint.sum(axis=1, keepdims=True)
    rows = np.arange(len(codes))
    right = joint[rows, codes]
    joint[rows, codes] = -1.0
    other = joint.argmax(axis=1)
    return right, other, np.maximum(joint[rows, other], 0.0)


def _tempered(logs: Floats, temperature: float) -> Floats:
    powers = np.exp((logs - logs.max(axis=1, keepdims=True)) / temperature)
    found: Floats = np.maximum(powers / powers.sum(axis=1, keepdims=True), _SMALL)
    return found
