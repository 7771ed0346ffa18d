"""Gradients at a classifier's last layer, were its best guesses true, known by their lengths and distances alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.geometry.content_order import along, ordered
from asknext.strategies.inputs import EmbeddingBlocks, Float64, ProbabilityBlocks
from asknext.strategies.over_classes import highest, total

__all__ = ["HallucinatedGradients"]

_ROWS = 4096


class HallucinatedGradients:
    """The outer products of ``P - onehot(argmax P)`` and the embedding of each unlabelled row (Ash et al. 2020).

    Positions are in an order by content, so that what is drawn by position does not depend on where rows stand.

    Attributes
    ----------
    rows : (u,) int64, the row at each position.
    bounds : (u,) float64, squared lengths from single precision, too large by at most a share of ``SLACK``.
    """

    SLACK = 1e-4

    def __init__(self, view: PoolView, room: int, asker: str, rng: np.random.Generator) -> None:
        self.probabilities, self._points = ProbabilityBlocks(view, asker), EmbeddingBlocks(view, asker)
        direction = rng.standard_normal((self._points.dimensions,))
        places, squares = _one_pass(self._points, direction)
        order = ordered(places, direction, self._points, view.unlabelled, rng)
        squares *= np.concatenate(list(self.probabilities.scores(_squared_residual)))
        self.bounds, self.rows = squares[order] * (1.0 + self.SLACK / 2), view.unlabelled[order]
        self._slopes = np.empty((room, self.probabilities.classes))
        self._features = np.empty((room, self._points.dimensions))
        self._squared_lengths = np.empty(room)
        self._count = 0

    def add(self, position: int) -> None:
        """Make ``position`` a centre."""
        slopes, features = self._factors(np.array([position]))
        self._slopes[self._count], self._features[self._count] = slopes[0], features[0]
        self._squared_lengths[self._count] = _lengths(slopes, features)[0]
        self._count += 1

    def squares(self, positions: IntArray, first: int) -> Float64:
        """(len(positions), m) squared distances to the centres from the ``first`` on."""
        slopes, features = self._factors(positions)
        centres = slice(first, self._count)
        lengths = _lengths(slopes, features)[:, None] + self._squared_lengths[centres]
        squares = features @ self._features[centres].T
        squares *= slopes @ self._slopes[centres].T
        squares *= -2.0
        squares += lengths
        squares[squares < lengths * 1e-12] = 0.0  # the same gradient, but for rounding
        return squares

    def squared_lengths(self, positions: IntArray) -> Float64:
        """(len(positions),) squared lengths in double precision."""
        parts = [positions[start : start + _ROWS] for start in range(0, len(positions), _ROWS)]
        return np.concatenate([_lengths(*self._factors(part)) for part in parts])

    def _factors(self, positions: IntArray) -> tuple[Float64, Float64]:
        """The residuals ``P - onehot(argmax P)`` (rows, C) and the embeddings (rows, d)."""
        rows = self.rows[positions]
        residuals = self.probabilities.rows(rows)
        residuals[np.arange(len(rows)), residuals.argmax(axis=1)] -= 1.0
        return residuals, self._points.rows(rows, np.float64)


def _one_pass(points: EmbeddingBlocks, direction: Float64) -> tuple[npt.NDArray[np.float32], Float64]:
    """How far along ``direction`` each unlabelled row lies, and its squared length."""
    places = np.empty(len(points.unlabelled), dtype=np.float32)
    squares = np.empty(len(points.unlabelled))

    def work(block: npt.NDArray[Any]) -> tuple[Any, Any]:
        return along(block, direction), np.einsum("ij,ij->i", block, block)

    for place, (where, length) in points.over(work):
        places[place], squares[place] = where, length
    return places, squares


def _squared_residual(p: Any) -> Float64:
    """(rows,) squared lengths of ``P - onehot(argmax P)``, and a little, since the best guess cancels out."""
    best = highest(p)
    squares: Float64 = np.maximum(total(np.square(p)) - best**2, 0.0) + (1.0 - best) ** 2 + 1e-14
    return squares


def _lengths(slopes: Float64, features: Float64) -> Float64:
    squares: Float64 = np.einsum("ij,ij->i", slopes, slopes) * np.einsum("ij,ij->i", features, features)
    return squares
