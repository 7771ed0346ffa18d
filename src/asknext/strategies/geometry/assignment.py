"""Which centre every item is nearest to, while centres are added one at a time."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.geometry.clustering import nearest_centre
from asknext.strategies.inputs import EmbeddingBlocks, Float64, ProbabilityBlocks
from asknext.strategies.over_classes import total

__all__ = ["Assignment", "Embedded", "Gradients", "Space"]

_STEP = 4096


class Space(Protocol):
    """Distances between items."""

    def lengths(self, rows: IntArray) -> Float64:
        """(len(rows),) squared lengths."""
        ...

    def squares(self, rows: IntArray, row: int) -> Float64:
        """(len(rows),) squared distances of ``rows`` to one row."""
        ...

    def nearest(self, rows: IntArray, centres: IntArray) -> tuple[IntArray, Float64]:
        """For each of ``rows`` which of ``centres`` is nearest, and the squared distance."""
        ...


class Embedded:
    """Items as their embeddings; ``points`` must not be centred where `lengths` is used."""

    def __init__(self, points: EmbeddingBlocks) -> None:
        self._points = points

    def lengths(self, rows: IntArray) -> Float64:
        block = self._points.rows(rows, np.float64)
        return _dot(block, block)

    def squares(self, rows: IntArray, row: int) -> Float64:
        away = self._points.rows(rows, np.float64) - self._points.rows(np.array([row]), np.float64)
        return _dot(away, away)

    def nearest(self, rows: IntArray, centres: IntArray) -> tuple[IntArray, Float64]:
        block = self._points.rows(rows, np.float64)
        places = self._points.rows(centres, np.float64)
        members = nearest_centre(block.astype(np.float32), places)[0]
        away = block - places[members]
        return members, _dot(away, away)


class Gradients:
    """Items as the gradients of the log loss at the last layer, were the model's best guess true (Ash et al. 2020).

    A gradient is the outer product of ``P - onehot(argmax P)`` and the embedding; distances follow from the inner
    products of the two factors, and no gradient is ever formed.
    """

    def __init__(self, points: EmbeddingBlocks, probabilities: ProbabilityBlocks) -> None:
        self._points, self._probabilities = points, probabilities

    def lengths(self, rows: IntArray) -> Float64:
        slopes, features = self._factors(rows)
        return _dot(slopes, slopes) * _dot(features, features)

    def squares(self, rows: IntArray, row: int) -> Float64:
        slopes, features = self._factors(rows)
        slope, feature = self._factors(np.array([row]))
        own = float(_dot(slope, slope)[0] * _dot(feature, feature)[0])
        lengths = _dot(slopes, slopes) * _dot(features, features) + own
        squares = lengths - 2.0 * total(slopes * slope) * np.einsum("ij,j->i", features, feature[0])
        return np.where(squares < lengths * 2.0**-42, 0.0, squares)

    def nearest(self, rows: IntArray, centres: IntArray) -> tuple[IntArray, Float64]:
        members, squares = np.zeros(len(rows), dtype=np.int64), np.full(len(rows), np.inf)
        for centre, row in enumerate(centres):
            away = self.squares(rows, int(row))
            members[away < squares] = centre
            np.minimum(squares, away, out=squares)
        return members, squares

    def _factors(self, rows: IntArray) -> tuple[Float64, Float64]:
        slopes = self._probabilities.rows(rows)
        slopes[np.arange(len(rows)), slopes.argmax(axis=1)] -= 1.0
        return slopes, self._points.rows(rows, np.float64)


def _dot(a: Float64, b: Float64) -> Float64:
    return np.asarray(np.einsum("ij,ij->i", a, b), dtype=np.float64)


class Assignment:
    """The nearest centre of each of ``rows``, as ``members`` (n,), and ``squares`` (n,), infinite without centres."""

    def __init__(self, space: Space, rows: IntArray, centres: IntArray) -> None:
        self._space, self._rows, self._centres = space, rows, centres
        self.members, self.squares = np.zeros(len(rows), dtype=np.int64), np.full(len(rows), np.inf)
        for start in range(0, len(rows), _STEP):
            part = slice(start, start + _STEP)
            if len(centres):
                self.members[part], self.squares[part] = space.nearest(rows[part], centres)
            else:
                space.lengths(rows[part])  # reads what it is given, so that what cannot be used is refused

    def add(self, row: int) -> None:
        """Make ``row`` a centre. Rows less than half as far from their own centre as that is from it stay put."""
        near = self.squares * 4.0 * (1 + 1e-9) > self._to_centres(row)[self.members]
        positions = np.flatnonzero(near | np.isinf(self.squares))
        for start in range(0, len(positions), _STEP):
            part = positions[start : start + _STEP]
            away = self._space.squares(self._rows[part], row)
            closer = part[away < self.squares[part]]
            self.squares[closer] = away[away < self.squares[part]]
            self.members[closer] = len(self._centres)
        self._centres = np.append(self._centres, row)

    def _to_centres(self, row: int) -> Float64:
        if len(self._centres) == 0:
            return np.zeros(1)
        return self._space.squares(self._centres, row)
