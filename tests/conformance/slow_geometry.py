"""Distances, widths and clusters for definitions: every pair, every start, no shortcuts."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["best_clusters", "squares", "unit", "width"]

Array = npt.NDArray[np.float64]


def squares(a: Array, b: Array) -> Array:
    """(len(a), len(b)) squared distances of all pairs."""
    return np.asarray(((a[:, None, :] - b[None]) ** 2).sum(axis=2), dtype=np.float64)


def unit(x: Array) -> Array:
    """Rows of length 1."""
    return np.array([row / np.linalg.norm(row) if np.linalg.norm(row) > 0 else row for row in x])


def width(x: Array) -> float:
    """The root mean squared distance of the rows to their mean, 1 where they are all the same."""
    spread = float(np.sqrt(((x - x.mean(axis=0)) ** 2).sum(axis=1).mean()))
    return spread if spread > 1e-9 else 1.0


def best_clusters(x: Array, k: int, weights: Any = None, fixed: Any = None) -> tuple[Array, npt.NDArray[np.int64]]:
    """The k-means centres of least inertia over Lloyd's algorithm from every ``k`` rows, and each row's centre.

    A row nearer to one of ``fixed`` than to any centre belongs to none, -1, and counts its distance to that.
    """
    w = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=np.float64)
    own = np.full(len(x), np.inf) if fixed is None or len(fixed) == 0 else squares(x, fixed).min(axis=1)
    starts = combinations(range(len(x)), k)
    tries = [_lloyd(x, x[list(start)].copy(), w, own) for start in starts]
    _, centres, members = min(tries, key=lambda one: one[0])
    return centres, members


def _lloyd(x: Array, centres: Array, w: Array, own: Array) -> tuple[float, Array, npt.NDArray[np.int64]]:
    while True:
        away = ((x[:, None, :] - centres[None]) ** 2).sum(axis=2)
        members = np.where(away.min(axis=1) < own, away.argmin(axis=1), -1)
        moved = centres.copy()
        for j in range(len(centres)):
            if (members == j).any():
                moved[j] = np.average(x[members == j], axis=0, weights=w[members == j])
        if np.allclose(moved, centres):
            return float((w * np.minimum(away.min(axis=1), own)).sum()), centres, members
        centres = moved
