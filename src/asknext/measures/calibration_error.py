"""How far probabilities are from frequencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.class_counts import one_hot

__all__ = ["Reliability", "calibration_error", "class_calibration_error", "reliability"]

Codes = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.float64]
BINS = 15


@dataclass(frozen=True)
class Reliability:
    """What a reliability diagram shows, one entry a bin that is not empty.

    Attributes
    ----------
    claimed : (B,) mean probability in the bin.  found : (B,) share of the items in it for which it came true.
    count : (B,) int64 items in it.
    error : mean of |found - claimed| weighted by ``count``, in [0, 1].
    """

    claimed: Floats
    found: Floats
    count: npt.NDArray[np.int64]
    error: float


def calibration_error(truth: Codes, probabilities: Floats) -> float:
    """Expected calibration error (ECE) of the predicted class, in 15 bins of equal width.

    Parameters
    ----------
    truth : (m,) class codes and ``probabilities`` (m, C): each item counts with the probability of its most probable
        class and whether it was right. Or (m, L) zeros and ones and (m, L): each label of each item counts with
        max(p, 1 - p) and whether the label predicted at .5 was right.

    Sources: Naeini, Cooper & Hauskrecht 2015; Guo, Pleiss, Sun & Weinberger 2017 (15 bins).
    """
    if truth.ndim == 2:
        claimed, right = np.maximum(probabilities, 1 - probabilities), (probabilities >= 0.5) == truth
        return reliability(right.ravel(), claimed.ravel()).error
    return reliability(probabilities.argmax(axis=1) == truth, probabilities.max(axis=1)).error


def class_calibration_error(truth: Codes, probabilities: Floats) -> float:
    """Class-wise calibration error: mean over classes (or labels) of the error of their own probabilities, 15 bins.

    Every item counts for every class, so errors in what is not predicted show, too; but where there are many classes
    most probabilities are near 0 and right, which makes the mean small.

    Sources: Nixon et al. 2019 (static calibration error); Kull et al. 2019.
    """
    table = truth if truth.ndim == 2 else one_hot(truth, probabilities.shape[1])
    return float(np.mean([reliability(table[:, j], probabilities[:, j]).error for j in range(table.shape[1])]))


def reliability(
    came_true: npt.ArrayLike, claimed: npt.ArrayLike, *, bins: int = BINS, equal: str = "width"
) -> Reliability:
    """Probabilities beside frequencies, in bins.

    Parameters
    ----------
    came_true : (m,) 0 or 1.  claimed : (m,) probabilities in [0, 1], m >= 1.
    bins : how many.
    equal : ``"width"``: (0, 1/B], (1/B, 2/B], ... with 0 in the first; ``"count"``: as many items in each as can be,
        equal probabilities together (Nguyen & O'Connor 2015).

    Raises
    ------
    InputError : lengths differ, nothing is given, or ``bins`` or ``equal`` is none of these.
    """
    hits, p = np.asarray(came_true, dtype=np.float64), np.asarray(claimed, dtype=np.float64)
    if hits.shape != p.shape or p.ndim != 1 or len(p) == 0:
        raise InputError(f"Reliability compares outcomes with probabilities; found shapes {hits.shape} and {p.shape}.")
    if bins < 1 or equal not in ("width", "count"):
        raise InputError(f"bins is at least 1 and equal is 'width' or 'count'; found {bins} and {equal!r}.")
    inner = np.arange(1, bins) / bins
    place = np.searchsorted(inner if equal == "width" else np.quantile(p, inner), p)
    count = np.bincount(place, minlength=bins)
    kept = count > 0
    mean, share = (np.bincount(place, each, bins)[kept] / count[kept] for each in (p, hits))
    return Reliability(mean, share, count[kept], float((np.abs(share - mean) * count[kept]).sum() / len(p)))
