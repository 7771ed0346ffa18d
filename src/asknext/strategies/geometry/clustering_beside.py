"""Weighted k-means beside centres that do not move, on rows in memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray
from asknext.strategies.geometry.clustering import nearest_centre
from asknext.strategies.geometry.plus_plus import InMemory, PlusPlus
from asknext.strategies.inputs import Float64
from asknext.strategies.top import quantised

__all__ = ["cluster_beside", "nearest_squares"]

Float32 = npt.NDArray[np.float32]

_ROUNDS = 50
_ENOUGH = 1e-4  # stop when a round lowers the inertia by less than this share


def nearest_squares(points: Float32, centres: Float64) -> Float64:
    """(n,) the squared distance of each row of ``points`` to the nearest of ``centres``; infinite without any."""
    if len(centres) == 0:
        return np.full(len(points), np.inf)
    return nearest_centre(points, centres)[1]


def cluster_beside(points: Float32, fixed: Float64, k: int, weights: Float64, rng: np.random.Generator) -> IntArray:
    """``k`` distinct rows of ``points`` (n, d), those nearest to k centres found beside fixed ones.

    ``fixed`` (n,) is the squared distance of each row to the nearest fixed centre. A row that is nearer to a fixed
    centre moves no other; a centre that has no rows goes to where the most is left uncovered.
    """
    order = _by_content(points, rng)
    points, fixed, weights = points[order], fixed[order], weights[order]
    centres = points[_seeds(points, fixed, k, weights, rng)].astype(np.float64)
    before = np.inf
    for _ in range(_ROUNDS):
        members, squares = nearest_centre(points, centres)
        members[squares >= fixed] = -1
        covered = np.minimum(squares, fixed)
        inertia = float(weights @ covered)
        if inertia >= before * (1 - _ENOUGH):
            break
        before, centres = inertia, _moved(points, members, covered, weights, centres)
    return order[_nearest_rows(members, squares, weights * covered, k, rng)]


def _by_content(points: Float32, rng: np.random.Generator) -> IntArray:
    """Rows along a random direction, so that their order decides nothing but ties."""
    along = points.astype(np.float64) @ rng.standard_normal(points.shape[1])
    return np.lexsort((rng.random(len(points)), quantised(along)))


def _seeds(points: Float32, fixed: Float64, k: int, weights: Float64, rng: np.random.Generator) -> IntArray:
    """k-means++ that has the fixed centres already."""
    chances = weights * np.where(np.isinf(fixed), 1.0, fixed)
    chances = chances if chances.any() else weights
    first = int(rng.choice(len(points), p=chances / chances.sum()))
    bounds = np.minimum(nearest_squares(points, points[first : first + 1].astype(np.float64)), fixed)
    seeding = PlusPlus(weights, first, InMemory(points, k), bounds)
    while len(seeding.centres) < k and seeding.draw(rng) is not None:
        pass
    more = np.setdiff1d(np.arange(len(points)), seeding.centres)[: k - len(seeding.centres)]
    return np.array([*seeding.centres, *more], dtype=np.int64)


def _moved(points: Float32, members: IntArray, covered: Float64, weights: Float64, centres: Float64) -> Float64:
    """The weighted mean of the rows of each centre."""
    order = np.argsort(members, kind="stable")
    present, starts = np.unique(members[order], return_index=True)
    moved = centres.copy()
    for centre, rows in zip(present, np.split(order, starts[1:]), strict=True):
        if centre >= 0:
            moved[centre] = weights[rows] @ points[rows] / weights[rows].sum()
    empty = np.setdiff1d(np.arange(len(centres)), present)
    moved[empty] = points[np.argsort(-weights * covered, kind="stable")[: len(empty)]]
    return moved


def _nearest_rows(
    members: IntArray, squares: Float64, uncovered: Float64, k: int, rng: np.random.Generator
) -> IntArray:
    """The row nearest to each centre among its own; centres without rows give way to what is covered worst."""
    keys: npt.NDArray[Any] = rng.random(len(members))
    order = np.lexsort((keys, quantised(squares, 30), members))
    order = order[members[order] >= 0]
    _, first = np.unique(members[order], return_index=True)
    chosen = order[first]
    rest = np.setdiff1d(np.arange(len(members)), chosen)
    more = rest[np.lexsort((keys[rest], -quantised(uncovered[rest], 30)))][: k - len(chosen)]
    return np.concatenate([chosen, more])
