"""Weighted k-means by Lloyd's algorithm on rows in memory, seeded by k-means++."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray
from asknext.strategies.geometry.plus_plus import InMemory, PlusPlus
from asknext.strategies.inputs import Float64

__all__ = ["Clusters", "cluster", "nearest_centre"]

Float32 = npt.NDArray[np.float32]

_ROUNDS = 25
_ENOUGH = 1e-3  # stop when a round lowers the inertia by less than this share
_TILE = 512
_STARTS, _SMALL = 5, 200_000  # up to so many distances a round, the best of some starts


@dataclass(frozen=True)
class Clusters:
    """``centres`` (k, d) float64; ``members`` (n,) the centre of each row; ``squares`` (n,) its squared distance."""

    centres: Float64
    members: IntArray
    squares: Float64


def cluster(
    points: npt.NDArray[Any], k: int, weights: Float64, rng: np.random.Generator, rounds: int = _ROUNDS
) -> Clusters:
    """Cluster ``points`` (n, d) into ``k`` <= n groups, each point counting as ``weights`` (n,) > 0 (Lloyd 1957).

    Starts from k-means++ (Arthur & Vassilvitskii 2007) with ``rng``, small problems several times, the best of which
    counts. A centre that loses all its points moves to the
    point farthest from its own; with fewer than ``k`` different points some groups stay empty.
    """
    single = np.ascontiguousarray(points, dtype=np.float32)
    starts = _STARTS if len(points) * k <= _SMALL else 1
    tries = [_lloyd(single, k, weights, rng, rounds) for _ in range(starts)]
    return min(tries, key=lambda one: float(weights @ one.squares))


def _lloyd(single: Float32, k: int, weights: Float64, rng: np.random.Generator, rounds: int) -> Clusters:
    centres = single[_seeds(single, k, weights, rng)].astype(np.float64)
    before = np.inf
    for _ in range(rounds):
        members, squares = nearest_centre(single, centres)
        inertia = float(weights @ squares)
        if inertia >= before * (1 - _ENOUGH):
            break
        before, centres = inertia, _means(single, members, squares, weights, centres)
    return Clusters(centres, members, squares)


def nearest_centre(points: Float32, centres: Float64) -> tuple[IntArray, Float64]:
    """For each row of ``points`` (n, d) the nearest of ``centres`` (k, d), and the squared distance to it."""
    scaled = np.ascontiguousarray((-2.0 * centres.T).astype(np.float32))
    lengths = np.einsum("ij,ij->i", centres, centres).astype(np.float32)
    members = np.empty(len(points), dtype=np.int64)
    for start in range(0, len(points), _TILE):
        tile = points[start : start + _TILE] @ scaled
        tile += lengths
        members[start : start + _TILE] = tile.argmin(axis=1)
    return members, _squares(points, centres, members)


def _squares(points: Float32, centres: Float64, members: IntArray) -> Float64:
    squares = np.empty(len(points))
    for start in range(0, len(points), _TILE):
        away = points[start : start + _TILE] - centres[members[start : start + _TILE]]
        squares[start : start + _TILE] = np.einsum("ij,ij->i", away, away)
    return squares


def _seeds(points: Float32, k: int, weights: Float64, rng: np.random.Generator) -> IntArray:
    """k-means++: each next seed is drawn in proportion to weight times squared distance to the seeds so far."""
    first = int(rng.choice(len(points), p=weights / weights.sum()))
    _, bounds = nearest_centre(points, points[first : first + 1].astype(np.float64))
    seeding = PlusPlus(weights, first, InMemory(points, k), bounds)
    while len(seeding.centres) < k and seeding.draw(rng) is not None:
        pass
    more = np.setdiff1d(np.arange(len(points)), seeding.centres)[: k - len(seeding.centres)]
    return np.array([*seeding.centres, *more], dtype=np.int64)


def _means(points: Float32, members: IntArray, squares: Float64, weights: Float64, centres: Float64) -> Float64:
    order = np.argsort(members, kind="stable")
    present, starts = np.unique(members[order], return_index=True)
    moved = centres.copy()
    for centre, rows in zip(present, np.split(order, starts[1:]), strict=True):
        moved[centre] = weights[rows] @ points[rows] / weights[rows].sum()
    empty = np.setdiff1d(np.arange(len(centres)), present)
    if len(empty):
        farthest = np.argsort(-squares * weights, kind="stable")[: len(empty)]
        moved[empty] = points[farthest]
    return moved
