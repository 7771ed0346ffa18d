"""Hits, claims and members of each class, which precision, recall and F1 are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["class_counts", "one_hot"]

Codes = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.float64]


def class_counts(truth: Codes, predictions: Codes, n_classes: int | None = None) -> tuple[Floats, Floats, Floats]:
    """(hits, claimed, present), each (C,) float64: predicted and so, predicted, and so.

    Parameters
    ----------
    truth, predictions : (m,) codes, or (m, L) zeros and ones, which count for each label.
    n_classes : C for codes; default: one more than the highest code that occurs.
    """
    if truth.ndim == 2:
        hits, claimed, present = (truth * predictions).sum(axis=0), predictions.sum(axis=0), truth.sum(axis=0)
    else:
        highest = int(max(truth.max(initial=-1), predictions.max(initial=-1))) + 1
        size = highest if n_classes is None else n_classes
        hits = np.bincount(truth[truth == predictions], minlength=size)
        claimed, present = np.bincount(predictions, minlength=size), np.bincount(truth, minlength=size)
    return hits.astype(np.float64), claimed.astype(np.float64), present.astype(np.float64)


def one_hot(codes: Codes, n_classes: int) -> npt.NDArray[np.int64]:
    """(m, C) zeros and ones of (m,) codes."""
    return np.asarray(codes[:, None] == np.arange(n_classes), dtype=np.int64)
