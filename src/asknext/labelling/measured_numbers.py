"""What numbers that were predicted are measured by: errors on the control stream, in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.measures.intervals import bootstrap_rows, percentile_interval
from asknext.measures.metric import Metric
from asknext.measures.number_metrics import as_metric
from asknext.measures.quadratic_kappa import quadratic_kappa
from asknext.project.config import Config

__all__ = ["METRIC", "beside_error", "error_metric", "error_words"]

METRIC = "mae"
_WORDS = {"mae": "mean absolute error", "rmse": "root of the mean squared error", "r2": "share of the variance told"}
_REPLICATES = 200

Floats = npt.NDArray[np.float64]


def error_metric(config: Config) -> Metric:
    """The metric of the target, or the mean absolute error. Raises `UnknownName` for one that is not of numbers."""
    return as_metric(METRIC if config.target is None else config.target.metric)


def error_words(config: Config) -> str:
    """The metric as people read it, with its unit and which way is better."""
    name = error_metric(config).name
    if name == "r2":
        return f"{_WORDS[name]} (higher is better)"
    unit = "levels" if config.task == "ordinal" else config.annotate.unit
    return f"{_WORDS[name]} ({f'in {unit}, ' if unit else ''}lower is better)"


def beside_error(config: Config, predicted: Floats, truth: Floats) -> dict[str, Any] | None:
    """Of levels, the quadratically weighted kappa (Cohen, 1968) of the rounded predictions (m,) with the answers (m,):
    {name, score, low, high}, a percentile bootstrap of 95 %; None for numbers, and where it is not defined."""
    if config.task != "ordinal" or len(truth) == 0:
        return None
    said, told = np.rint(predicted).astype(np.int64), truth.astype(np.int64)
    score = quadratic_kappa(told, said)
    if not np.isfinite(score):
        return None
    drawn = [quadratic_kappa(told[rows], said[rows]) for rows in bootstrap_rows(len(told), _REPLICATES, config.seed)]
    low, high = percentile_interval(np.array(drawn))
    return {"name": "quadratically_weighted_kappa", "score": score, "low": float(low), "high": float(high)}
