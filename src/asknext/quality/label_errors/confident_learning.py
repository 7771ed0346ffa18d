"""Which labels are probably wrong, by confident learning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.quality.label_errors.by_noise_rate import by_class, by_noise_rate
from asknext.quality.label_errors.column_blocks import checked
from asknext.quality.label_errors.confident_joint import ConfidentJoint, confident_joint
from asknext.quality.label_errors.label_scores import SCORES, label_scores
from asknext.quality.label_errors.prune_counts import prune_counts

__all__ = ["FILTERS", "LabelErrors", "label_errors"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

FILTERS = (
    "noise_rate",
    "by_class",
    "both",
    "confident",
    "not_predicted",
    "low_self_confidence",
    "low_normalised_margin",
)


@dataclass(frozen=True, eq=False)
class LabelErrors:
    """Labels that are probably wrong.

    Attributes
    ----------
    mask : (n,) bool. scores : (n,) float64, low = probably wrong. found : what was counted on the way.
    """

    mask: Mask
    scores: Floats
    found: ConfidentJoint

    @property
    def rows(self) -> Codes:
        """(e,) int64 the rows of ``mask``, the likeliest error first."""
        rows = np.flatnonzero(self.mask)
        return rows[np.argsort(self.scores[rows], kind="stable")]


def label_errors(
    labels: npt.ArrayLike,
    probabilities: npt.ArrayLike,
    *,
    by: str = "noise_rate",
    rank_by: str = "self_confidence",
    share: float = 1.0,
    keep: int = 1,
) -> LabelErrors:
    """The labels that confident learning holds to be wrong, and all labels in the order of doubt.

    Parameters
    ----------
    labels : (n,) class codes as given. probabilities : (n, K), of a model that has not seen the labels it judges.
    by : one of `FILTERS`. ``noise_rate``: for each pair of classes as many as the joint counts, those with the
        largest margin of the other class. ``by_class``: of each class as many as the joint counts, those with the
        lowest probability of it. ``both``: what both of these say. ``confident``: what was counted off the diagonal.
        ``not_predicted``: another class is the likeliest. ``low_...``: as many as ``confident`` says, the lowest score
        first.
    rank_by : one of `SCORES`. share : of what the joint counts, for the first three filters. keep : items of each
        class that the joint must leave.

    A label that is the likeliest class, within 1e-6, is never held to be wrong (but by the two ``low_`` filters).

    Raises
    ------
    InputError : shapes, codes or probabilities that cannot be. UnknownName : no such filter or score.

    Source: Northcutt, Jiang & Chuang 2021; the same answers as ``find_label_issues`` of cleanlab 2.9 where no two
    items tie at a cut; where some do, earlier items go first.
    """
    _check(by, rank_by, share, keep)
    codes, table = checked(labels, probabilities)
    found = confident_joint(codes, table)
    scores = found.own if rank_by == "self_confidence" else label_scores(codes, table, rank_by)
    mask = _flagged(codes, table, found, by, prune_counts(found.joint, keep, share), keep)
    return LabelErrors(mask, scores, found)


def _flagged(codes: Codes, table: npt.NDArray[Any], found: ConfidentJoint, by: str, prune: Codes, keep: int) -> Mask:
    suspect = np.zeros(len(codes), dtype=bool)
    suspect[found.suspects] = True
    if by == "noise_rate":
        return by_noise_rate(codes, table, found, prune, keep)
    if by in ("by_class", "both"):
        rate = by_noise_rate(codes, table, found, prune, keep) if by == "both" else suspect
        return by_class(codes, found, prune, keep) & suspect & rate
    if by == "not_predicted":
        return suspect
    confident: Mask = (found.guesses >= 0) & (found.guesses != codes) & suspect
    return confident if by == "confident" else _lowest(label_scores(codes, table, by[4:]), int(confident.sum()))


def _lowest(scores: Floats, count: int) -> Mask:
    mask = np.zeros(len(scores), dtype=bool)
    mask[np.argsort(scores, kind="stable")[:count]] = True
    return mask


def _check(by: str, rank_by: str, share: float, keep: int) -> None:
    for name, known, kind in ((by, FILTERS, "filter"), (rank_by, SCORES, "score")):
        if name not in known:
            raise UnknownName(kind, name, known)
    if not 0 <= share <= 1 or keep < 0:
        raise InputError(f"share is from 0 to 1 and keep 0 or more; found {share} and {keep}.")
