"""How unsure a detector is of each box."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from asknext.strategies.detections.boxes import Boxes
from asknext.strategies.inputs import Float64
from asknext.strategies.uncertainty.entropy import entropy

__all__ = ["MEASURES", "REDUCTIONS", "uncertainties"]


def _least_confidence(p: Float64) -> Float64:
    return np.asarray(1.0 - p.max(axis=1), dtype=np.float64)


def _margin(p: Float64) -> Float64:
    if p.shape[1] == 1:
        return 1.0 - p[:, 0]
    ordered = np.partition(p, p.shape[1] - 2, axis=1)
    return np.asarray(1.0 - (ordered[:, -1] - ordered[:, -2]), dtype=np.float64)


MEASURES: dict[str, Callable[[Float64], Float64]] = {
    "least_confidence": _least_confidence,
    "margin": _margin,
    "entropy": entropy,
}
REDUCTIONS: dict[str, Callable[[Float64], float]] = {
    "mean": lambda values: float(np.mean(values)),
    "sum": lambda values: float(np.sum(values)),
    "max": lambda values: float(np.max(values)),
}


def uncertainties(boxes: Boxes, measure: str) -> Float64:
    """(k,) the ``measure`` of each box: of its class probabilities, or of (score, 1 - score) where there are none."""
    p = boxes.probabilities
    if p is None:
        p = np.column_stack([boxes.scores, 1.0 - boxes.scores])
    return np.maximum(MEASURES[measure](np.clip(p, 0.0, 1.0)), 0.0)
