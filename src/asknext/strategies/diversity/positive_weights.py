"""Scores as weights that multiply."""

from __future__ import annotations

import numpy as np

from asknext.strategies.inputs import Float64

__all__ = ["positive_weights"]

_LEAST = 1e-9


def positive_weights(scores: Float64) -> Float64:
    """(n,) weights in (0, 1] with the proportions of ``scores`` (n,): the highest counts 1, zero counts 1e-9.

    Scores of which some are negative are first moved up so that the lowest is zero. Where all are equal, all count 1.
    """
    moved = scores - min(0.0, float(scores.min()))
    highest = moved.max()
    return np.maximum(moved / highest, _LEAST) if highest > 0 else np.ones(len(scores))
