"""One soft label for each item from what labelling functions say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.quality.consensus.registry import consensus
from asknext.quality.consensus.result import Course
from asknext.quality.skill.accuracy import accuracy_against_others, accuracy_of_votes, checked_gold
from asknext.quality.skill.beta_interval import Shares
from asknext.quality.skill.others import right_by_others
from asknext.quality.vote_posterior import confusion_of_accuracies, vote_posteriors
from asknext.quality.votes import Votes, votes_from_matrix
from asknext.quality.weak.by_precision import by_precision
from asknext.quality.weak.informative_abstaining import with_abstentions
from asknext.quality.weak.triplets import triplet_accuracies

__all__ = ["LABEL_MODELS", "SoftLabels", "given_up", "soft_labels"]

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SoftLabels:
    """Of n items, m functions and K classes.

    Attributes
    ----------
    model : its name.
    probabilities : (n, K) float64; without a label by any function how frequent classes are.
    covered : (n,) bool, whether any function labels the item.
    accuracy : (m,) how often each function is right where it labels, with intervals: on items whose truth is known
        where there are some, else by what the other functions say.
    course : how the model went.
    """

    model: str
    probabilities: Floats
    covered: npt.NDArray[np.bool_]
    accuracy: Shares
    course: Course


def soft_labels(
    model: str,
    matrix: Codes,
    n_classes: int,
    *,
    class_balance: npt.ArrayLike | None = None,
    truth: npt.ArrayLike | None = None,
) -> SoftLabels:
    """Soft labels from ``matrix`` (n, m), class codes with -1 for abstentions, by the label model called ``model``.

    Parameters
    ----------
    model : ``"weighted"`` (by the log-odds of agreeing with the others; a good start); ``"majority"``;
        ``"dawid_skene"`` (a confusion matrix each, in which abstaining says something too: functions for one class
        are silent elsewhere); ``"triplet"`` (closed form; two classes); ``"one_coin"`` (accuracies found together with
        the truth; for functions that may give any class, as those for one class only can drag it to a single class).
    class_balance : (K,) how frequent classes are, where that is known.
    truth : (n,) class codes of items whose truth is known, below 0 elsewhere; teaches how good functions are.

    Raises
    ------
    InputError : an unknown model, a triplet model of more than two classes, or shapes that do not fit.
    """
    if model not in LABEL_MODELS:
        raise UnknownName("label model", model, LABEL_MODELS)
    votes = votes_from_matrix(matrix, n_classes)
    balance = None if class_balance is None else _balance(class_balance, n_classes)
    known = None if truth is None else checked_gold(votes, truth)
    return LABEL_MODELS[model](model, votes, balance, known)


def _consensual(model: str, votes: Votes, balance: Floats | None, truth: Codes | None) -> SoftLabels:
    known = None if balance is None else np.tile(balance, (votes.n_items, 1))
    found = consensus(model, votes, gold=truth, known=known)
    return SoftLabels(model, found.posterior, votes.per_item() > 0, _skill(votes, truth, found.skill), found.course)


def _silence_counts(model: str, votes: Votes, balance: Floats | None, truth: Codes | None) -> SoftLabels:
    fit = with_abstentions(votes, balance, truth)
    without = right_by_others(votes, np.log(np.maximum(fit.posterior, 1e-300)), fit.model.said)
    accuracy = _skill(votes, truth, accuracy_of_votes(votes, without))
    course = Course(fit.iterations, fit.log_likelihood, fit.converged)
    return SoftLabels(model, fit.posterior, votes.per_item() > 0, accuracy, course)


def _weighted(model: str, votes: Votes, balance: Floats | None, truth: Codes | None) -> SoftLabels:
    skill = _skill(votes, truth, accuracy_against_others(votes))
    # Two right labels to one wrong one before the first: a function not yet compared with others is a weak witness.
    precisions = (np.nan_to_num(skill.value) * skill.tries + 2.0) / (skill.tries + 3.0)
    posterior = _clamped(by_precision(votes, precisions, balance), truth)
    return SoftLabels(model, posterior, votes.per_item() > 0, skill, Course())


def _clamped(posterior: Floats, truth: Codes | None) -> Floats:
    if truth is not None:
        rows = np.flatnonzero(truth >= 0)
        posterior[rows] = np.eye(posterior.shape[1])[truth[rows]]
    return posterior


def _triplet(model: str, votes: Votes, balance: Floats | None, truth: Codes | None) -> SoftLabels:
    if votes.n_classes != 2:
        raise InputError(f"The triplet model is for two classes; found {votes.n_classes}. Use one_coin.")
    accuracies = triplet_accuracies(votes.matrix())
    posterior = _clamped(vote_posteriors(votes, confusion_of_accuracies(accuracies, 2), balance), truth)
    number = votes.per_annotator().astype(np.float64)
    nothing = Shares(accuracies, np.full(len(number), np.nan), np.full(len(number), np.nan), number)
    return SoftLabels(model, posterior, votes.per_item() > 0, _skill(votes, truth, nothing), Course())


def given_up(soft: SoftLabels, matrix: Codes) -> list[int]:
    """Classes that functions give to one covered item in a hundred or more, and the soft labels to none."""
    counts = np.bincount(matrix[matrix >= 0], minlength=soft.probabilities.shape[1])
    likeliest = set(soft.probabilities[soft.covered].argmax(axis=1).tolist())
    least = 0.01 * max(1, int(soft.covered.sum()))
    return [code for code, number in enumerate(counts.tolist()) if number >= least and code not in likeliest]


def _skill(votes: Votes, truth: Codes | None, otherwise: Shares) -> Shares:
    """By the truth where a function has labelled such an item, else as a model says."""
    if truth is None:
        return otherwise
    of = truth[votes.items]
    seen = accuracy_of_votes(votes, np.where(of >= 0, of == votes.labels, np.nan))
    judged = seen.tries > 0
    return Shares(*(np.where(judged, a, b) for a, b in zip(seen, otherwise, strict=True)))


def _balance(given: npt.ArrayLike, n_classes: int) -> Floats:
    shares = np.asarray(given, dtype=np.float64)
    if shares.shape != (n_classes,) or not (shares >= 0).all() or not shares.sum() > 0:
        raise InputError(f"The class balance is a share for each of {n_classes} classes; found {shares}.")
    return np.asarray(shares / shares.sum(), dtype=np.float64)


LABEL_MODELS: dict[str, Callable[[str, Votes, Floats | None, Codes | None], SoftLabels]] = {
    "dawid_skene": _silence_counts,
    "majority": _consensual,
    "one_coin": _consensual,
    "triplet": _triplet,
    "weighted": _weighted,
}
