"""An isolation forest: how soon random cuts part a point from all others (Liu, Ting & Zhou 2008).

All trees grow together, a level at a time, so that a forest takes a handful of array operations.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray
from asknext.strategies.inputs import Float64

__all__ = ["IsolationForest"]

_SAMPLE = 256
_TILE = 256
_EULER = 0.5772156649015329


class IsolationForest:
    """``trees`` trees, each on at most 256 of ``points`` (m, d), m >= 2, drawn with ``rng``.

    Every cut is at a uniform place along a uniform one of the features that differ, down to depth log2 of the sample.
    """

    def __init__(self, points: Float64, trees: int, rng: np.random.Generator) -> None:
        size = min(_SAMPLE, len(points))
        self._trees, self._depth = trees, math.ceil(math.log2(size))
        self._usual = float(_expected_path(np.array([size]))[0])
        rows = np.concatenate([rng.permutation(len(points))[:size] for _ in range(trees)])
        levels = self._grow(points, rows, np.repeat(np.arange(trees), size), rng)
        parts = [np.concatenate(part) for part in zip(*levels, strict=True)]
        self._feature, cut, child, self._path = parts
        ends = child < 0  # paths that end stay where they are
        self._cut = np.where(ends, np.inf, cut)
        self._child = np.where(ends, np.arange(len(child)), child)

    def anomaly(self, points: npt.NDArray[Any]) -> Float64:
        """(rows,) ``2 ** (-mean path / expected path)`` of ``points`` (rows, d), from 0 to 1."""
        tiles = [self._mean_path(points[start : start + _TILE]) for start in range(0, len(points), _TILE)]
        return np.asarray(2.0 ** (-np.concatenate(tiles) / self._usual), dtype=np.float64)

    def _mean_path(self, points: npt.NDArray[Any]) -> Float64:
        node = np.tile(np.arange(self._trees), (len(points), 1))
        values, starts = points.ravel(), points.shape[1] * np.arange(len(points))[:, None]
        for _ in range(self._depth):
            right = values.take(self._feature.take(node) + starts) > self._cut.take(node)
            node = self._child.take(node)
            node += right
        return np.asarray(self._path[node].mean(axis=1), dtype=np.float64)

    def _grow(self, points: Float64, rows: IntArray, node: IntArray, rng: np.random.Generator) -> list[tuple[Any, ...]]:
        """For each level its nodes: feature and place of the cut, left child or -1, length of the path to there."""
        levels, last = [], self._trees
        for depth in range(self._depth + 1):
            order = np.argsort(node, kind="stable")
            rows = rows[order]
            starts = np.flatnonzero(np.diff(node[order], prepend=-1))
            sizes = np.diff(starts, append=len(rows))
            feature, cut, splits = _cuts(points, rows, sizes, rng)
            splits &= depth < self._depth
            child = np.where(splits, last + 2 * (np.cumsum(splits) - 1), -1)
            levels.append((feature, cut, child, depth + _expected_path(sizes)))
            own = np.repeat(np.arange(len(starts)), sizes)
            right = points[rows, feature[own]] > cut[own]
            goes_on = splits[own]
            rows, node, last = rows[goes_on], (child[own] + right)[goes_on], last + 2 * int(splits.sum())
            if len(rows) == 0:
                break
        return levels


def _cuts(
    points: Float64, rows: IntArray, sizes: IntArray, rng: np.random.Generator
) -> tuple[IntArray, Float64, npt.NDArray[np.bool_]]:
    """For nodes that hold the first ``sizes[0]`` of ``rows``, the next ``sizes[1]``, ...: the feature cut, where, and
    whether there is a cut."""
    order = rng.random((len(sizes), points.shape[1]))
    feature, below, above = _differing(points, rows, sizes, order)
    cut = below + rng.random(len(sizes)) * (above - below)
    return feature, np.where(cut < above, cut, below), above > below


def _differing(
    points: Float64, rows: IntArray, sizes: IntArray, order: Float64
) -> tuple[IntArray, Float64, Float64]:  # fmt: skip
    """Of each node the feature that is highest in ``order`` among those in which its rows differ, and its reach.

    Most features differ in most nodes, so the highest of all is tried before every feature of a node is looked at.
    """
    feature = order.argmax(axis=1)
    starts = np.cumsum(sizes) - sizes
    values = points[rows, np.repeat(feature, sizes)]
    below, above = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    alike = (above <= below) & (sizes > 1)
    left = np.flatnonzero(alike)
    if len(left):
        mine = rows[np.repeat(alike, sizes)]
        starts = np.cumsum(sizes[left]) - sizes[left]
        low, high = (reach.reduceat(points[mine], starts, axis=0) for reach in (np.minimum, np.maximum))
        feature[left] = np.where(high > low, order[left], -1.0).argmax(axis=1)
        nodes = np.arange(len(left))
        below[left], above[left] = low[nodes, feature[left]], high[nodes, feature[left]]
    return feature, below, above


def _expected_path(sizes: IntArray) -> Float64:
    """(nodes,) the mean depth of an unsuccessful search in a binary tree of so many points: 0 for one, 1 for two."""
    m = np.maximum(sizes.astype(np.float64), 2.0)
    usual = 2.0 * (np.log(m - 1.0) + _EULER) - 2.0 * (m - 1.0) / m
    return np.where(sizes <= 1, 0.0, np.where(sizes == 2, 1.0, usual))
