"""How it goes: metrics, learning curves, contradiction, agreement, and what a random control sample tells."""

from asknext.measures.agreement import cohen_kappa
from asknext.measures.contradiction import contradiction
from asknext.measures.control import (
    CurvePoint,
    Estimate,
    LearningCurve,
    labels_needed,
    labels_saved,
    learning_curve,
)
from asknext.measures.curve import area, labels_to_reach
from asknext.measures.intervals import t_interval, wilson
from asknext.measures.metrics import METRICS, Metric, metric_named, predictions_of, score

__all__ = [
    "METRICS",
    "CurvePoint",
    "Estimate",
    "LearningCurve",
    "Metric",
    "area",
    "cohen_kappa",
    "contradiction",
    "labels_needed",
    "labels_saved",
    "labels_to_reach",
    "learning_curve",
    "metric_named",
    "predictions_of",
    "score",
    "t_interval",
    "wilson",
]
