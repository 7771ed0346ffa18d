"""Who gives a class more often, or less, than is right; and who is worse in some groups of items than elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.beyond_doubt import beyond_doubt, binomial_p, two_shares_p
from asknext.quality.votes import Votes

__all__ = ["ClassBias", "GroupBias", "class_bias", "group_bias", "label_bias"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class ClassBias:
    """A annotators and K classes.

    judged : (A,) int64, votes on items whose right class is known; of `label_bias` (A, K). given, right : (A, K) int64
        how often the annotator gave the class, and how often it was right to.
    bias : (A, K) float64, the difference of the two as a share of ``judged``; NaN without votes.
    sure : (A, K) bool, it differs beyond doubt.
    """

    judged: Codes
    given: Codes
    right: Codes
    bias: Floats
    sure: Mask


@dataclass(frozen=True, eq=False)
class GroupBias:
    """A annotators and G groups of items.

    judged, hits : (A, G) int64, votes on items whose right class is known, and right ones.
    difference : (A, G) float64, the accuracy in the group less that elsewhere; NaN where one of them has no votes.
    sure : (A, G) bool, it differs beyond doubt.
    """

    judged: Codes
    hits: Codes
    difference: Floats
    sure: Mask


def class_bias(votes: Votes, truth: npt.ArrayLike) -> ClassBias:
    """How often each annotator gives each class, against how often it is right.

    Parameters
    ----------
    truth : (n_items,) class codes that are held to be right (gold, or the consensus of the others), below 0 for
        unknown.

    Raises
    ------
    InputError : not one truth an item.

    Beyond doubt: among an annotator's votes where just one of vote and truth is the class, McNemar's exact test
    (1947), 5 %, corrected for all annotators and classes (Holm).
    """
    known, right = _known(votes, truth)
    size = votes.n_classes
    given = _table(votes.annotators[known], votes.labels[known], votes.n_annotators, size)
    meant = _table(votes.annotators[known], right[known], votes.n_annotators, size)
    hits = known & (votes.labels == right)
    same = _table(votes.annotators[hits], right[hits], votes.n_annotators, size)
    judged = given.sum(axis=1)
    return ClassBias(judged, given, meant, *_too_often(given, meant, same, judged[:, None]))


def label_bias(votes: Votes, truth: npt.ArrayLike, n_labels: int) -> ClassBias:
    """`class_bias` where an item may have any of L labels: each by itself, given or not.

    Parameters
    ----------
    votes : about n * L decisions, those of an item one after the other; class 1 = yes. truth : (n * L,) 1, 0, or below
        0 for unknown. n_labels : L.

    Raises
    ------
    InputError : not one truth a decision.
    """
    known, right = _known(votes, truth)
    label = votes.items % n_labels

    def counted(chosen: Mask) -> Codes:
        return _table(votes.annotators[chosen], label[chosen], votes.n_annotators, n_labels)

    yes, meant = known & (votes.labels == 1), known & (right == 1)
    judged, given, wanted = counted(known), counted(yes), counted(meant)
    return ClassBias(judged, given, wanted, *_too_often(given, wanted, counted(yes & meant), judged))


def _too_often(given: Codes, meant: Codes, same: Codes, judged: Codes) -> tuple[Floats, Mask]:
    over, under = given - same, meant - same
    bias = np.where(judged > 0, (given - meant) / np.maximum(judged, 1), np.nan)
    return bias, beyond_doubt(binomial_p(over, over + under))


def group_bias(votes: Votes, truth: npt.ArrayLike, groups: npt.ArrayLike, n_groups: int) -> GroupBias:
    """How right each annotator is in each group of items, against the rest of that annotator's items.

    Parameters
    ----------
    truth : as for `class_bias`. groups : (n_items,) codes of groups, below 0 for none.

    Raises
    ------
    InputError : not one truth, or one group, an item.

    Beyond doubt: Fisher's exact test (1922), 5 %, corrected for all annotators and groups (Holm).
    """
    known, right = _known(votes, truth)
    of_items = np.asarray(groups, dtype=np.int64)
    if of_items.shape != (votes.n_items,):
        raise InputError(f"There is one group an item; found {of_items.shape} for {votes.n_items} items.")
    group = of_items[votes.items]
    counted = known & (group >= 0)
    hit = counted & (votes.labels == right)
    judged = _table(votes.annotators[counted], group[counted], votes.n_annotators, n_groups)
    hits = _table(votes.annotators[hit], group[hit], votes.n_annotators, n_groups)
    rest, rest_hits = judged.sum(axis=1, keepdims=True) - judged, hits.sum(axis=1, keepdims=True) - hits
    with np.errstate(invalid="ignore", divide="ignore"):
        difference = hits / judged - rest_hits / rest
    return GroupBias(judged, hits, difference, beyond_doubt(two_shares_p(hits, judged, rest_hits, rest)))


def _known(votes: Votes, truth: npt.ArrayLike) -> tuple[Mask, Codes]:
    codes = np.asarray(truth, dtype=np.int64)
    if codes.shape != (votes.n_items,):
        raise InputError(f"There is one right class an item; found {codes.shape} for {votes.n_items} items.")
    right = codes[votes.items]
    return right >= 0, right


def _table(rows: Codes, columns: Codes, n_rows: int, n_columns: int) -> Codes:
    return np.bincount(rows * n_columns + columns, minlength=n_rows * n_columns).reshape(n_rows, n_columns)
