"""Real items that stand for clusters: what the k-means strategies share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray
from asknext.strategies.geometry.clustering import Clusters, cluster, nearest_centre
from asknext.strategies.geometry.content_order import by_content
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.top import quantised

__all__ = ["Representatives", "by_content", "representatives"]

_MOST_CENTRES = 1000
_FEW_ROWS, _ROWS_A_CENTRE = 20_000, 64
_READ = 4096


@dataclass(frozen=True)
class Representatives:
    """``positions`` (b,) int64, distinct, in the rows given; ``sizes`` (b,) how many rows each stands for."""

    positions: IntArray
    sizes: IntArray


def representatives(
    points: EmbeddingBlocks, rows: IntArray, n: int, rng: np.random.Generator, weights: Float64 | None = None
) -> Representatives:
    """``n`` distinct of ``rows``, each the member of a k-means cluster nearest to its centre.

    The clusters are found on at most max(20,000, 64 n) rows drawn at random, then every row joins the nearest. For
    n > 1,000 the rows are dealt at random into parts with at most 1,000 clusters each, so that time stays
    proportional to len(rows). Randomness depends on the content of the rows, not on their order.
    """
    counts = np.ones(len(rows)) if weights is None else weights
    order = by_content(points, rows, rng)
    deal = rng.permutation(len(rows)) if n > _MOST_CENTRES else np.arange(len(rows))
    parts = -(-n // _MOST_CENTRES)
    found = [
        _part(points, rows, order[np.sort(deal[i::parts])], len(range(i, n, parts)), counts, rng) for i in range(parts)
    ]
    return Representatives(
        np.concatenate([one.positions for one in found]), np.concatenate([one.sizes for one in found])
    )


def _part(
    points: EmbeddingBlocks, rows: IntArray, positions: IntArray, n: int, weights: Float64, rng: np.random.Generator
) -> Representatives:
    """``n`` of the rows at ``positions``."""
    if n == len(positions):
        return Representatives(positions, np.ones(n, dtype=np.int64))
    sample = positions
    most = max(_FEW_ROWS, _ROWS_A_CENTRE * n)
    if len(sample) > most:
        sample = positions[np.sort(rng.choice(len(positions), most, replace=False))]
    found = cluster(points.rows(rows[sample]), n, weights[sample], rng)
    if len(sample) < len(positions):
        found = _assign(points, rows[positions], found.centres)
    chosen, sizes = _nearest_members(found, n, rng)
    return Representatives(positions[chosen], sizes)


def _assign(points: EmbeddingBlocks, rows: IntArray, centres: Float64) -> Clusters:
    members, squares = np.empty(len(rows), dtype=np.int64), np.empty(len(rows))
    for start in range(0, len(rows), _READ):
        block: npt.NDArray[Any] = points.rows(rows[start : start + _READ])
        members[start : start + _READ], squares[start : start + _READ] = nearest_centre(block, centres)
    return Clusters(centres, members, squares)


def _nearest_members(found: Clusters, n: int, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    """One row a cluster, largest clusters first; empty clusters give way to the rows farthest from their centres."""
    keys = rng.random(len(found.members))
    order = np.lexsort((keys, quantised(found.squares, 30), found.members))
    _, first, sizes = np.unique(found.members[order], return_index=True, return_counts=True)
    chosen = order[first]
    rest = np.setdiff1d(np.arange(len(found.members)), chosen)
    more = rest[np.lexsort((keys[rest], -quantised(found.squares[rest], 30)))][: n - len(chosen)]
    largest = np.lexsort((keys[chosen], -sizes))
    ones = np.ones(len(more), dtype=np.int64)
    return np.concatenate([chosen[largest], more]), np.concatenate([sizes[largest], ones])
