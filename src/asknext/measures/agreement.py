"""Agreement of two raters, or of two models, beyond chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["cohen_kappa"]


def cohen_kappa(first: npt.ArrayLike, second: npt.ArrayLike) -> float:
    """Cohen's kappa (1960): (observed - expected) / (1 - expected) agreement.

    Parameters
    ----------
    first, second : (s,) labels of the same items by two raters; or (s, L) zeros and ones, of which every label of
        every item counts as one decision.

    Returns
    -------
    At most 1. Where both raters gave one and the same label to everything kappa is undefined; they agree: 1.

    Raises
    ------
    InputError : different shapes, or no items.
    """
    left, right = np.asarray(first).ravel(), np.asarray(second).ravel()
    if np.shape(first) != np.shape(second) or len(left) == 0:
        raise InputError(
            f"Kappa compares two labellings of the same items; found shapes {np.shape(first)} and {np.shape(second)}."
        )
    observed = float(np.mean(left == right))
    expected = _chance(left, right)
    return 1.0 if expected >= 1.0 else (observed - expected) / (1 - expected)


def _chance(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> float:
    size = _codes_below(left, right)
    if size is None:
        labels = np.union1d(left, right)
        left, right, size = np.searchsorted(labels, left), np.searchsorted(labels, right), len(labels)
    shares = [np.bincount(each, minlength=size) / len(each) for each in (left, right)]
    return float(shares[0] @ shares[1])


def _codes_below(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> int | None:
    """One more than the highest label, where labels are codes that can be counted as they are; else None."""
    if left.dtype.kind not in "iu" or right.dtype.kind not in "iu" or min(left.min(), right.min()) < 0:
        return None
    highest = int(max(left.max(), right.max()))
    return highest + 1 if highest < len(left) else None
