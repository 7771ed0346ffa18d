"""Membership query synthesis: make items worth asking about, between real ones. Pure functions on embeddings.

A made item has no content of its own: show an annotator its nearest real items, or turn it into content with a decoder,
and keep it apart from real items in whatever is stored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.view import IntArray
from asknext.strategies.geometry.gaussian_kernel import squared_distances
from asknext.strategies.inputs import Float64

__all__ = ["Synthetic", "interpolate", "opposite_pairs", "search_midpoints", "with_neighbours"]

_TILE = 256


@dataclass(frozen=True, eq=False)
class Synthetic:
    """``points`` (n, d) float64, made; ``parents`` (n, 2) the two real rows each lies between; ``neighbours`` (n, k)
    the real rows nearest to each, nearest first."""

    points: Float64
    parents: IntArray
    neighbours: IntArray


def opposite_pairs(points: npt.NDArray[Any], labels: Any, n: int) -> IntArray:
    """(up to n, 2) the closest pairs of rows of ``points`` (m, d) with different ``labels`` (m,), closest first.

    Each row is paired with the nearest row of another label, and each pair is given once. Raises `InputError` where all
    labels are the same.
    """
    x, classes = _finite(points), np.unique(np.asarray(labels), return_inverse=True)[1].ravel()
    if len(classes) != len(x) or len(set(classes.tolist())) < 2:
        raise InputError(
            f"opposite_pairs needs a label for each of {len(x)} points and two different ones; found {len(classes)} "
            f"labels of {len(set(classes.tolist()))} classes."
        )
    nearest, squares = np.empty(len(x), dtype=np.int64), np.empty(len(x))
    for start in range(0, len(x), _TILE):
        tile = squared_distances(x[start : start + _TILE], x)
        tile[classes[start : start + _TILE, None] == classes] = np.inf
        nearest[start : start + _TILE], squares[start : start + _TILE] = tile.argmin(axis=1), tile.min(axis=1)
    pairs = np.sort(np.stack([np.arange(len(x)), nearest], axis=1), axis=1)
    different, first = np.unique(pairs, axis=0, return_index=True)
    return np.asarray(different[np.argsort(squares[first], kind="stable")[:n]], dtype=np.int64)


def search_midpoints(
    points: npt.NDArray[Any],
    pairs: IntArray,
    predict: Callable[[Float64], Any],
    *,
    steps: int = 10,
    neighbours: int = 3,
) -> Synthetic:
    """Where the boundary of ``predict`` cuts the line between the two rows of each pair (Wang et al. 2015).

    ``predict`` gives a label to each row of an (n, d) array. Each of ``steps`` halvings keeps the half whose ends are
    labelled differently, so the result is within 2 ** -steps of the distance from a change of label. Raises
    `InputError` for a pair that ``predict`` labels alike.
    """
    x = _finite(points)
    low, high = x[pairs[:, 0]], x[pairs[:, 1]]
    side = np.asarray(predict(low))
    alike = np.flatnonzero(side == np.asarray(predict(high)))
    if len(alike):
        rows, label = pairs[alike[0]].tolist(), side[alike[0]]
        raise InputError(f"Rows {rows} get the same label, {label!r}: nothing lies between.")
    for _ in range(steps):
        middle = (low + high) / 2.0
        same = (np.asarray(predict(middle)) == side)[:, None]
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return with_neighbours((low + high) / 2.0, pairs, x, neighbours)


def interpolate(
    points: npt.NDArray[Any],
    weights: npt.NDArray[Any],
    n: int,
    rng: np.random.Generator,
    *,
    k: int = 5,
    neighbours: int = 3,
) -> Synthetic:
    """``n`` points, each at a uniform place between a row and one of its ``k`` nearest (SMOTE, Chawla et al. 2002).

    The row is drawn in proportion to ``weights`` (m,), for example the uncertainty, which puts points near the
    boundary; the neighbour uniformly. Needs at least two rows and a weight above 0.
    """
    x, w = _finite(points), np.asarray(weights, dtype=np.float64)
    if len(x) < 2 or w.shape != (len(x),) or not np.isfinite(w).all() or w.min() < 0 or w.sum() <= 0:
        raise InputError(f"interpolate needs two rows and one weight of at least 0 for each of {len(x)}, not all 0.")
    rows = rng.choice(len(x), n, p=w / w.sum())
    near = _nearest(x[rows], x, min(k, len(x) - 1), own=rows)
    partners = near[np.arange(n), rng.integers(near.shape[1], size=n)]
    made = x[rows] + rng.random((n, 1)) * (x[partners] - x[rows])
    return with_neighbours(made, np.stack([rows, partners], axis=1), x, neighbours)


def with_neighbours(made: Float64, parents: IntArray, real: Float64, k: int) -> Synthetic:
    """Made points (n, d) with the real rows (n, 2) they come from and the ``k`` nearest of ``real`` (m, d)."""
    return Synthetic(made, np.asarray(parents, dtype=np.int64), _nearest(made, real, min(k, len(real))))


def _nearest(made: Float64, real: Float64, k: int, own: IntArray | None = None) -> IntArray:
    """(n, k) rows of ``real`` nearest to each of ``made`` (n, d), nearest first, without ``own`` (n,)."""
    found = np.empty((len(made), k), dtype=np.int64)
    for start in range(0, len(made), _TILE):
        tile = squared_distances(made[start : start + _TILE], real)
        if own is not None:
            tile[np.arange(len(tile)), own[start : start + _TILE]] = np.inf
        found[start : start + _TILE] = np.argsort(tile, axis=1, kind="stable")[:, :k]
    return found


def _finite(points: npt.NDArray[Any]) -> Float64:
    x = np.asarray(points, dtype=np.float64)
    if x.ndim != 2 or not np.isfinite(x).all():
        raise InputError(f"points has shape {x.shape}; expected (n, d), every value a finite number.")
    return x
