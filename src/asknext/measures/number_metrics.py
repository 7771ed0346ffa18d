"""Metrics of predicted numbers, by name, each with the interval of its estimate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import UnknownName
from asknext.measures.metric import Metric

__all__ = ["NUMBER_METRICS", "NumberMetric", "as_metric", "number_metric"]

Floats = npt.NDArray[np.float64]
Estimate = tuple[float, float, float]
_NORMAL = 1.959963984540054  # the 97.5 % point of the normal distribution


@dataclass(frozen=True)
class NumberMetric:
    """A metric and how to read it.

    Attributes
    ----------
    function : (truth (m,), predictions (m,)) -> (value, low, high), with a 95 % interval by the normal distribution
        of mean errors.
    greater_is_better : False for errors, which are in the unit of the labels.
    """

    name: str
    function: Callable[[Floats, Floats], Estimate]
    greater_is_better: bool = False


def mae(truth: Floats, predictions: Floats) -> Estimate:
    """Mean absolute error."""
    return _mean(np.abs(truth - predictions))


def rmse(truth: Floats, predictions: Floats) -> Estimate:
    """Root of the mean squared error."""
    value, low, high = (float(np.sqrt(max(each, 0.0))) for each in _mean(np.square(truth - predictions)))
    return value, low, high


def r2(truth: Floats, predictions: Floats) -> Estimate:
    """Share of the variance that is predicted: 1 - squared error / variance; NaN where the truth does not vary."""
    spread = float(truth.var())
    if spread == 0:
        return float("nan"), float("nan"), float("nan")
    value, low, high = _mean(np.square(truth - predictions))
    return 1 - value / spread, 1 - high / spread, min(1.0, 1 - low / spread)


def _mean(errors: Floats) -> Estimate:
    value = float(errors.mean())
    margin = _NORMAL * float(errors.std(ddof=1)) / float(np.sqrt(len(errors))) if len(errors) > 1 else float("inf")
    return value, max(value - margin, 0.0), value + margin


NUMBER_METRICS = {
    metric.name: metric
    for metric in (NumberMetric("mae", mae), NumberMetric("r2", r2, True), NumberMetric("rmse", rmse))
}


def number_metric(name: str) -> NumberMetric:
    """The metric with this name; raises `UnknownName` with the nearest ones."""
    if name not in NUMBER_METRICS:
        raise UnknownName("metric of numbers", name, NUMBER_METRICS)
    return NUMBER_METRICS[name]


def as_metric(name: str) -> Metric:
    """The same without its interval, as curves measure it; raises `UnknownName` with the nearest ones."""
    found = number_metric(name)

    def value(truth: npt.NDArray[Any], predictions: npt.NDArray[Any]) -> float:
        return found.function(np.asarray(truth, dtype=np.float64), np.asarray(predictions, dtype=np.float64))[0]

    best = 1.0 if found.greater_is_better else 0.0
    return Metric(name, value, "predictions", best, found.greater_is_better)
