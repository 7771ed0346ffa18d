"""Areas under the ROC and the precision-recall curve: how well probabilities order items."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.measures.class_counts import one_hot

__all__ = ["average_precision", "binary_auc", "binary_average_precision", "roc_auc"]

Codes = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.float64]


def roc_auc(truth: Codes, probabilities: Floats) -> float:
    """Area under the ROC curve; several classes or labels: mean over those with both outcomes (one against rest)."""
    return _over_columns(binary_auc, truth, probabilities)


def average_precision(truth: Codes, probabilities: Floats) -> float:
    """Sum of precision over the steps of recall; several classes or labels: their mean (one against rest)."""
    return _over_columns(binary_average_precision, truth, probabilities)


def binary_auc(truth: Codes, values: Floats) -> float:
    """Chance that an item of the class (1) has a higher value than one that is not (0), ties half; (m,) both."""
    positives = int(truth.sum())
    negatives = len(truth) - positives
    if positives == 0 or negatives == 0:
        return float("nan")
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    return float((rank[truth == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def binary_average_precision(truth: Codes, values: Floats) -> float:
    """Sum over thresholds of the step of recall times the precision there; (m,) both; NaN without an item of 1."""
    if truth.sum() == 0:
        return float("nan")
    order = np.argsort(-values, kind="stable")
    hits, ends = np.cumsum(truth[order]), np.flatnonzero(np.diff(values[order], append=-np.inf))
    precision = hits[ends] / (ends + 1)
    return float((np.diff(hits[ends], prepend=0) * precision).sum() / hits[-1])


def _over_columns(binary: Callable[[Codes, Floats], float], truth: Codes, probabilities: Floats) -> float:
    if truth.ndim == 1 and probabilities.shape[1] == 2:
        return binary(truth, probabilities[:, 1])
    table = truth if truth.ndim == 2 else one_hot(truth, probabilities.shape[1])
    values = [binary(table[:, j], probabilities[:, j]) for j in range(table.shape[1])]
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")
