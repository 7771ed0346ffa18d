"""Metrics on labelled data, by name: numpy only, vectorised, agreeing with scikit-learn's.

Labels are codes: (m,) int64 in 0..C-1 for one label an item, or (m, L) zeros and ones for several.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName

__all__ = ["METRICS", "Metric", "metric_named", "predictions_of", "score"]

Codes = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.float64]
_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Metric:
    """A metric and how to read it.

    Attributes
    ----------
    name : as users write it.
    function : (truth, predictions or probabilities) -> float; NaN where it is not defined on the data.
    needs : ``"predictions"`` (codes) or ``"probabilities"`` ((m, C) or (m, L) float64).
    best : the value of a perfect model.
    greater_is_better : False for losses.
    """

    name: str
    function: Callable[[Codes, Any], float]
    needs: str = "predictions"
    best: float = 1.0
    greater_is_better: bool = True


def accuracy(truth: Codes, predictions: Codes) -> float:
    """Share of items that are right; for several labels an item, right in every label (subset accuracy)."""
    right = truth == predictions
    return float(np.mean(right.all(axis=1) if right.ndim == 2 else right))


def balanced_accuracy(truth: Codes, predictions: Codes) -> float:
    """Mean over the classes in ``truth`` of their recall; multi-label: mean over labels of the binary one."""
    if truth.ndim == 2:
        return float(np.mean([balanced_accuracy(truth[:, j], predictions[:, j]) for j in range(truth.shape[1])]))
    return float(np.mean([np.mean(predictions[truth == code] == code) for code in np.unique(truth)]))


def macro_f1(truth: Codes, predictions: Codes) -> float:
    """Mean over classes (present in truth or predictions) or labels of 2tp / (2tp + fp + fn); 0 where undefined."""
    hit, claimed, present = _counts(truth, predictions)
    base = claimed + present
    kept = base > 0 if truth.ndim == 1 else np.ones(len(base), dtype=bool)
    return float(np.mean(2 * hit[kept] / np.maximum(base[kept], 1)))


def micro_f1(truth: Codes, predictions: Codes) -> float:
    """2tp / (2tp + fp + fn) over all classes or labels together; 0 where undefined."""
    hit, claimed, present = _counts(truth, predictions)
    return float(2 * hit.sum() / max(float((claimed + present).sum()), 1.0))


def hamming(truth: Codes, predictions: Codes) -> float:
    """Share of labels that are wrong (a loss)."""
    return float(np.mean(truth != predictions))


def roc_auc(truth: Codes, probabilities: Floats) -> float:
    """Area under the ROC curve; several classes or labels: mean over those with both outcomes (one against rest)."""
    return _over_columns(_binary_auc, truth, probabilities)


def average_precision(truth: Codes, probabilities: Floats) -> float:
    """Sum of precision over the steps of recall; several classes or labels: their mean (one against rest)."""
    return _over_columns(_binary_average_precision, truth, probabilities)


def log_loss(truth: Codes, probabilities: Floats) -> float:
    """Mean negative log likelihood (natural logarithm); multi-label: mean over labels of the binary one."""
    safe = np.clip(probabilities, _EPS, 1 - _EPS)
    if truth.ndim == 2:
        return float(-np.mean(truth * np.log(safe) + (1 - truth) * np.log1p(-safe)))
    safe = safe / safe.sum(axis=1, keepdims=True)
    return float(-np.mean(np.log(safe[np.arange(len(truth)), truth])))


def brier(truth: Codes, probabilities: Floats) -> float:
    """Mean over items of the squared distance between probabilities and truth; multi-label: mean over labels too."""
    if truth.ndim == 2:
        return float(np.mean((probabilities - truth) ** 2))
    return float(np.mean(((probabilities - _one_hot(truth, probabilities.shape[1])) ** 2).sum(axis=1)))


METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric("accuracy", accuracy),
        Metric("average_precision", average_precision, "probabilities"),
        Metric("balanced_accuracy", balanced_accuracy),
        Metric("brier", brier, "probabilities", 0.0, False),
        Metric("hamming", hamming, "predictions", 0.0, False),
        Metric("log_loss", log_loss, "probabilities", 0.0, False),
        Metric("macro_f1", macro_f1),
        Metric("micro_f1", micro_f1),
        Metric("roc_auc", roc_auc, "probabilities"),
    )
}


def metric_named(name: str | Metric) -> Metric:
    """The metric with this name; raises `UnknownName` with the nearest ones."""
    if isinstance(name, Metric):
        return name
    if name not in METRICS:
        raise UnknownName("metric", name, METRICS)
    return METRICS[name]


def score(metric: str | Metric, truth: Codes, probabilities: Floats) -> float:
    """``metric`` of ``probabilities``, (m, C) or (m, L), whichever of them or of the predictions it needs.

    Raises
    ------
    InputError : the number of rows differs.
    """
    chosen = metric_named(metric)
    if len(truth) != len(probabilities):
        raise InputError(f"There are {len(truth)} true labels but {len(probabilities)} rows of probabilities.")
    if chosen.needs == "probabilities":
        return chosen.function(truth, probabilities)
    return chosen.function(truth, predictions_of(probabilities, truth.ndim == 2))


def predictions_of(probabilities: Floats, multilabel: bool) -> npt.NDArray[np.int64]:
    """(m,) most probable class, or (m, L) labels at least as probable as not."""
    if multilabel:
        return np.asarray(probabilities >= 0.5, dtype=np.int64)
    return np.asarray(probabilities.argmax(axis=1), dtype=np.int64)


def _one_hot(codes: Codes, n_classes: int) -> npt.NDArray[np.int64]:
    return np.asarray(codes[:, None] == np.arange(n_classes), dtype=np.int64)


def _counts(truth: Codes, predictions: Codes) -> tuple[Floats, Floats, Floats]:
    """(hits, claimed, present) a class or label, each float64."""
    if truth.ndim == 1:
        size = int(max(truth.max(initial=-1), predictions.max(initial=-1))) + 1
        truth, predictions = _one_hot(truth, size), _one_hot(predictions, size)
    hit = (truth * predictions).sum(axis=0)
    return hit.astype(np.float64), predictions.sum(axis=0).astype(np.float64), truth.sum(axis=0).astype(np.float64)


def _over_columns(binary: Callable[[Codes, Floats], float], truth: Codes, probabilities: Floats) -> float:
    if truth.ndim == 1 and probabilities.shape[1] == 2:
        return binary(truth, probabilities[:, 1])
    table = truth if truth.ndim == 2 else _one_hot(truth, probabilities.shape[1])
    values = [binary(table[:, j], probabilities[:, j]) for j in range(table.shape[1])]
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")


def _binary_auc(truth: Codes, values: Floats) -> float:
    positives = int(truth.sum())
    negatives = len(truth) - positives
    if positives == 0 or negatives == 0:
        return float("nan")
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    return float((rank[truth == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def _binary_average_precision(truth: Codes, values: Floats) -> float:
    if truth.sum() == 0:
        return float("nan")
    order = np.argsort(-values, kind="stable")
    hits, ends = np.cumsum(truth[order]), np.flatnonzero(np.diff(values[order], append=-np.inf))
    precision = hits[ends] / (ends + 1)
    return float((np.diff(hits[ends], prepend=0) * precision).sum() / hits[-1])
