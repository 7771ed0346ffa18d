"""Metrics on labelled data, by name: numpy only, vectorised, agreeing with scikit-learn's.

Labels are codes: (m,) int64 in 0..C-1 for one label an item, or (m, L) zeros and ones for several. Predictions are the
most probable class, or the labels of probability .5 and more; with two classes that is the threshold .5, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.measures.calibration_error import calibration_error, class_calibration_error
from asknext.measures.class_counts import one_hot
from asknext.measures.class_metric import class_metric
from asknext.measures.metric import Metric
from asknext.measures.precision_recall import (
    macro_f1,
    macro_precision,
    macro_recall,
    micro_f1,
    micro_precision,
    micro_recall,
)
from asknext.measures.ranking_curves import average_precision, roc_auc

__all__ = ["METRICS", "Metric", "metric_named", "predictions_of", "score"]

Codes = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.float64]
_EPS = float(np.finfo(np.float64).eps)


def accuracy(truth: Codes, predictions: Codes) -> float:
    """Share of items that are right; for several labels an item, right in every label (subset accuracy)."""
    right = truth == predictions
    return float(np.mean(right.all(axis=1) if right.ndim == 2 else right))


def balanced_accuracy(truth: Codes, predictions: Codes) -> float:
    """Mean over the classes in ``truth`` of their recall; multi-label: mean over labels of the binary one."""
    if truth.ndim == 2:
        return float(np.mean([balanced_accuracy(truth[:, j], predictions[:, j]) for j in range(truth.shape[1])]))
    return float(np.mean([np.mean(predictions[truth == code] == code) for code in np.unique(truth)]))


def hamming(truth: Codes, predictions: Codes) -> float:
    """Share of labels that are wrong (a loss)."""
    return float(np.mean(truth != predictions))


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
    return float(np.mean(((probabilities - one_hot(truth, probabilities.shape[1])) ** 2).sum(axis=1)))


METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric("accuracy", accuracy),
        Metric("average_precision", average_precision, "probabilities"),
        Metric("balanced_accuracy", balanced_accuracy),
        Metric("brier", brier, "probabilities", 0.0, False),
        Metric("calibration_error", calibration_error, "probabilities", 0.0, False),
        Metric("class_calibration_error", class_calibration_error, "probabilities", 0.0, False),
        Metric("hamming", hamming, "predictions", 0.0, False),
        Metric("log_loss", log_loss, "probabilities", 0.0, False),
        Metric("macro_f1", macro_f1),
        Metric("macro_precision", macro_precision),
        Metric("macro_recall", macro_recall),
        Metric("micro_f1", micro_f1),
        Metric("micro_precision", micro_precision),
        Metric("micro_recall", micro_recall),
        Metric("roc_auc", roc_auc, "probabilities"),
    )
}


def metric_named(name: str | Metric, classes: Sequence[Any] | None = None) -> Metric:
    """The metric with this name; where ``classes`` are known, also that of one class, such as ``recall:holiday``.

    Raises
    ------
    UnknownName : no such metric or class; the nearest ones are offered.
    """
    if isinstance(name, Metric):
        return name
    if classes is not None and isinstance(name, str) and ":" in name:
        return class_metric(name, classes)
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
