"""How often each annotator is right, and how sure that is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.skill.beta_interval import Shares, beta_interval
from asknext.quality.skill.others import right_by_majority_of_others
from asknext.quality.votes import Codes, Votes

__all__ = ["accuracy_against_gold", "accuracy_against_others", "accuracy_of_votes", "checked_gold"]

Floats = npt.NDArray[np.float64]

_STEPS = 100
_SETTLED = 1e-4
_LEAST = 1e-12


def accuracy_of_votes(votes: Votes, right: Floats, level: float = 0.95) -> Shares:
    """(A,) how often each annotator is right, from what is known *without* their vote.

    Parameters
    ----------
    right : (m,) the chance that a vote is right by gold (1 or 0) or by others; NaN where nothing is known.

    Where others are not sure, a vote that they doubt may yet be right: the accuracy is the one that makes the votes
    likeliest, ``a r + (1 - a) (1 - r) / (K - 1)`` each. ``tries`` is how many votes on gold would say as much (the
    information that remains; Louis 1982): an interval from unsure others is wider. For r of 0 and 1 both are the plain
    share and number.
    """
    known = ~np.isnan(right)
    who, chance, size = votes.annotators[known], right[known], votes.n_annotators
    number = np.bincount(who, minlength=size).astype(np.float64)
    accuracy, own = _likeliest(who, chance, (1.0 - chance) / max(1, votes.n_classes - 1), number)
    spread = np.maximum(accuracy * (1.0 - accuracy), _LEAST)
    unsure = np.bincount(who, weights=own * (1.0 - own), minlength=size) / spread
    tries = np.clip(number - unsure, 0.0, number)
    found = beta_interval(accuracy * tries, tries, level)
    return found._replace(value=np.where(number > 0, accuracy, np.nan))


def accuracy_against_gold(votes: Votes, gold: npt.ArrayLike, level: float = 0.95) -> Shares:
    """(A,) of each annotator on gold items, whose true class ``gold`` (n_items,) tells; below 0 = not gold.

    Raises
    ------
    InputError : not a class code or a negative number for each item.
    """
    truth = checked_gold(votes, gold)[votes.items]
    return accuracy_of_votes(votes, np.where(truth >= 0, truth == votes.labels, np.nan), level)


def accuracy_against_others(votes: Votes, level: float = 0.95) -> Shares:
    """(A,) of each annotator, by what most others say of an item, never by their own vote."""
    return accuracy_of_votes(votes, right_by_majority_of_others(votes), level)


def checked_gold(votes: Votes, gold: npt.ArrayLike) -> Codes:
    """(n_items,) int64 codes, -1 where the truth is not known."""
    codes = np.asarray(gold)
    if codes.shape != (votes.n_items,) or codes.dtype.kind not in "iu" or codes.max(initial=-1) >= votes.n_classes:
        raise InputError(
            f"Gold is a class code below {votes.n_classes} for each of {votes.n_items} items, -1 where unknown; "
            f"found shape {codes.shape} of {codes.dtype} up to {codes.max(initial=-1)}."
        )
    return np.maximum(codes.astype(np.int64), -1)


def _likeliest(who: Codes, right: Floats, wrong: Floats, number: Floats) -> tuple[Floats, Floats]:
    """(A,) the accuracy that makes votes likeliest, by expectation maximisation, and each vote's chance."""
    accuracy, own = np.full(len(number), 0.7), right
    for _ in range(_STEPS):
        hit = accuracy[who] * right
        own = hit / np.maximum(hit + (1.0 - accuracy)[who] * wrong, _LEAST)
        before, accuracy = accuracy, np.bincount(who, weights=own, minlength=len(number)) / np.maximum(number, 1.0)
        if np.abs(accuracy - before).max(initial=0.0) < _SETTLED:
            break
    return accuracy, own
