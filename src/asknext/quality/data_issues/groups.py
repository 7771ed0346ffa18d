"""Groups of items (a source, a patient, a language): too few of one, other classes in it, or worse predictions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.intervals import wilson
from asknext.quality.beyond_doubt import beyond_doubt, two_shares_p

__all__ = ["GroupIssues", "group_issues"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

RARE = 0.1


@dataclass(frozen=True, eq=False)
class GroupIssues:
    """G groups.

    sizes : (G,) int64 items. scarce : (G,) bool, fewer than a tenth of an even share of the items.
    classes : (G, K) int64 how often each class is the label. unusual : (G, K) bool, the class is rarer or more
        frequent in the group than elsewhere, beyond doubt.
    right : (G,) float64 share of labels that the model predicted, NaN where none was. low, high : its 95 % interval.
    worse : (G,) bool, predicted worse than the other groups, beyond doubt.
    """

    sizes: Codes
    scarce: Mask
    classes: Codes
    unusual: Mask
    right: Floats
    low: Floats
    high: Floats
    worse: Mask


def group_issues(
    groups: npt.NDArray[Any], n_groups: int, labels: Codes, n_classes: int, predicted: Codes | None = None
) -> GroupIssues:
    """What is out of line in the groups of ``n`` items.

    Parameters
    ----------
    groups : (n,) codes of groups, below 0 for none. labels : (n,) class codes, below 0 for none.
    predicted : (n,) class codes by a model that has not seen the labels, below 0 for none; None without a model.

    Raises
    ------
    InputError : arrays of different lengths.

    Beyond doubt: Fisher's exact test (1922) of the group against all others, 5 %, corrected for all tests (Holm).
    """
    said = np.full(len(labels), -1) if predicted is None else predicted
    if not len(groups) == len(labels) == len(said):
        raise InputError(
            f"Groups, labels and predictions are one an item; found {len(groups)}, {len(labels)}, {len(said)}."
        )
    inside = groups >= 0
    sizes = np.bincount(groups[inside], minlength=n_groups)
    scarce = sizes < RARE * inside.sum() / max(n_groups, 1)
    classes = _table(groups, labels, inside & (labels >= 0), n_groups, n_classes)
    judged = inside & (labels >= 0) & (said >= 0)
    hits = _table(groups, (said == labels).astype(np.int64), judged, n_groups, 2)
    seen = hits.sum(axis=1)
    bounds = np.array([wilson(int(k), int(n)) for k, n in zip(hits[:, 1], seen, strict=True)]).reshape(n_groups, 2)
    right = np.where(seen > 0, hits[:, 1] / np.maximum(seen, 1), np.nan)
    overall = hits[:, 1].sum() / max(seen.sum(), 1)
    worse = _out_of_line(hits)[:, 1] & (right < overall)
    return GroupIssues(sizes, scarce, classes, _out_of_line(classes), right, bounds[:, 0], bounds[:, 1], worse)


def _table(groups: Codes, values: Codes, rows: Mask, n_groups: int, size: int) -> Codes:
    return np.bincount(groups[rows] * size + values[rows], minlength=n_groups * size).reshape(n_groups, size)


def _out_of_line(counts: Codes) -> Mask:
    """(G, K) where the share of a group differs from that of the other groups together."""
    own = np.broadcast_to(counts.sum(axis=1, keepdims=True), counts.shape)
    others = counts.sum(axis=0) - counts
    return beyond_doubt(two_shares_p(counts, own, others, counts.sum() - own))
