"""How likely each class is, from who said what and how often each of them is right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.votes import Votes

__all__ = ["confusion_of_accuracies", "vote_posterior", "vote_posteriors"]

Floats = npt.NDArray[np.float64]

_LEAST = 1e-9


def vote_posterior(
    votes: Sequence[tuple[int, int]],
    skills: npt.ArrayLike,
    prior: npt.ArrayLike | None = None,
    n_classes: int | None = None,
) -> Floats:
    """(K,) the probability of each class for one item: prior times the chance of each vote, by Bayes' rule.

    Parameters
    ----------
    votes : pairs (annotator, class); a class below 0 abstains and says nothing.
    skills : (A, K, K) with ``[a, t, s]`` the probability that annotator a says s where t is true; or (A,) the
        probability of being right, mistakes being spread evenly over the other classes.
    prior : (K,) how frequent each class is, or what a model says about this item; default even.
    n_classes : K, needed where ``skills`` are accuracies and there is no prior.

    Without a vote the prior comes back. Nobody is taken to be infallible: chances are kept above 1e-9.

    Raises
    ------
    InputError : shapes that do not fit, an annotator or a class that is not there, chances outside [0, 1].
    """
    confusion, before = _checked(skills, prior, n_classes)
    logs = np.log(before)
    for annotator, label in votes:
        if label >= 0:
            logs = logs + _said(confusion, annotator, label)
    return _normalised(logs)


def vote_posteriors(votes: Votes, skills: npt.ArrayLike, prior: npt.ArrayLike | None = None) -> Floats:
    """(n, K) as `vote_posterior` for every item of ``votes``; ``prior`` (K,) for all, or (n, K) one for each item."""
    confusion, before = _checked(skills, prior, votes.n_classes)
    if len(confusion) != votes.n_annotators or before.shape not in (
        (votes.n_classes,),
        (votes.n_items, votes.n_classes),
    ):
        raise InputError(
            f"There are {votes.n_annotators} annotators, {votes.n_items} items and {votes.n_classes} classes; found "
            f"skills of {len(confusion)} annotators and a prior of shape {before.shape}."
        )
    logs = np.broadcast_to(np.log(before), (votes.n_items, votes.n_classes)).copy()
    said = np.log(confusion)
    for true in range(votes.n_classes):
        weights = said[votes.annotators, true, votes.labels]
        logs[:, true] += np.bincount(votes.items, weights=weights, minlength=votes.n_items)
    return _normalised(logs)


def confusion_of_accuracies(accuracies: npt.ArrayLike, n_classes: int) -> Floats:
    """(A, K, K) the confusion of annotators who are right with the chances (A,), mistakes being spread evenly."""
    right = np.asarray(accuracies, dtype=np.float64)
    wrong = (1.0 - right) / max(1, n_classes - 1)
    table = np.repeat(wrong, n_classes * n_classes).reshape(len(right), n_classes, n_classes)
    table[:, np.arange(n_classes), np.arange(n_classes)] = right[:, None]
    return table


def _checked(skills: npt.ArrayLike, prior: npt.ArrayLike | None, n_classes: int | None) -> tuple[Floats, Floats]:
    """The confusion (A, K, K) and the prior, (K,) or (n, K), both above 0."""
    chances = np.asarray(skills, dtype=np.float64)
    before = None if prior is None else np.asarray(prior, dtype=np.float64)
    size = chances.shape[-1] if chances.ndim == 3 else n_classes if before is None else before.shape[-1]
    if size is None:
        raise InputError("Accuracies do not say how many classes there are: give a prior or n_classes.")
    if not (chances.ndim == 1 or chances.shape[1:] == (size, size)) or not _are_chances(chances):
        raise InputError(
            f"Skills are accuracies (A,) or confusions (A, {size}, {size}) in [0, 1]; found shape {chances.shape}."
        )
    before = np.full(size, 1.0 / size) if before is None else before
    if before.shape[-1] != size or not _are_chances(before):
        raise InputError(f"A prior has {size} chances in [0, 1]; found shape {before.shape}.")
    confusion = confusion_of_accuracies(chances, size) if chances.ndim == 1 else chances
    return np.maximum(confusion, _LEAST), np.maximum(before, _LEAST)


def _are_chances(table: Floats) -> bool:
    return bool(((table >= 0) & (table <= 1)).all())


def _said(confusion: Floats, annotator: int, label: int) -> Floats:
    if not (0 <= annotator < len(confusion) and label < confusion.shape[1]):
        raise InputError(
            f"A vote is (annotator below {len(confusion)}, class below {confusion.shape[1]}); "
            f"found ({annotator}, {label})."
        )
    said: Floats = np.log(confusion[annotator, :, label])
    return said


def _normalised(logs: Floats) -> Floats:
    chances = np.exp(logs - logs.max(axis=-1, keepdims=True))
    found: Floats = chances / chances.sum(axis=-1, keepdims=True)
    return found
