"""Embeddings as the features of a linear model, with as many dimensions as its curvature can be held for."""

from __future__ import annotations

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.inputs import EmbeddingBlocks, Float64

__all__ = ["MOST_WEIGHTS", "Features"]

MOST_WEIGHTS = 2048  # of all classes together: their curvature is 32 MB, its inverse takes about a second
_SAMPLE = 4096


class Features:
    """Embeddings, and a 1 for the intercept; above ``MOST_WEIGHTS`` weights the leading principal directions instead.

    Those are of at most 4,096 of the ``drawn`` rows (an order that does not depend on where items stand). For a model
    with an L2 penalty a rotation changes nothing, so that only the directions left out are an approximation.
    """

    def __init__(self, points: EmbeddingBlocks, drawn: IntArray, classes: int, intercept: bool) -> None:
        self._points, self._intercept = points, intercept
        most = max(1, MOST_WEIGHTS // classes - intercept)
        self._basis: Float64 | None = None
        if points.dimensions > most and len(drawn):
            self._mean, self._basis = _leading(points.rows(drawn[:_SAMPLE], np.float64), most, intercept)
        self.width = min(points.dimensions, most) + intercept

    def of(self, rows: IntArray) -> Float64:
        """(len(rows), width) float64."""
        x = self._points.rows(rows, np.float64)
        if self._basis is not None:
            x = (x - self._mean) @ self._basis
        return np.column_stack([x, np.ones(len(x))]) if self._intercept else x


def _leading(x: Float64, count: int, centred: bool) -> tuple[Float64, Float64]:
    """The mean (0 where not ``centred``) of ``x`` and its ``count`` leading principal directions (d, count)."""
    mean = x.mean(axis=0) * centred
    _, directions = np.linalg.eigh((x - mean).T @ (x - mean))
    return mean, np.ascontiguousarray(directions[:, ::-1][:, :count])
