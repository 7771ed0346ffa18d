"""The nearest neighbours of every item, a block at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray
from asknext.strategies.geometry.clustering import cluster, nearest_centre
from asknext.strategies.inputs import EmbeddingBlocks, Float64

__all__ = ["Neighbours", "nearest_neighbours"]

_EXACT = 20_000  # rows up to which every pair is looked at
_CELL, _PROBED = 1000, 8
_SAMPLE = 50  # rows a cell on which cells are found
_CELLS = 1 << 21


@dataclass(frozen=True)
class Neighbours:
    """``positions`` (r, k) int64, the neighbours of each row, nearest first; ``squares`` (r, k) squared distances."""

    positions: IntArray
    squares: Float64


def nearest_neighbours(points: EmbeddingBlocks, rows: IntArray, k: int, rng: np.random.Generator) -> Neighbours:
    """For each of ``rows`` the ``k`` nearest others among them (at most len(rows) - 1), as positions in ``rows``.

    Exact up to 20,000 rows. Beyond, the rows are dealt into k-means cells of about 1,000, and each is compared with
    those of the 8 cells nearest to its own (an inverted file; Jegou, Douze & Schmid 2011): time n * 8,000 * d rather
    than n^2 d, and now and then a neighbour across cells is missed. Memory: n k and a block.
    """
    k = min(k, len(rows) - 1)
    found = Neighbours(np.empty((len(rows), k), dtype=np.int64), np.empty((len(rows), k)))
    for own, others in _cells(points, rows, k, rng):
        _fill(found, points, rows, own, others)
    return found


def _cells(
    points: EmbeddingBlocks, rows: IntArray, k: int, rng: np.random.Generator
) -> Iterator[tuple[IntArray, IntArray]]:
    """Positions that share their candidates, and those candidates."""
    if len(rows) <= _EXACT:
        yield np.arange(len(rows)), np.arange(len(rows))
        return
    centres, members = _assigned(points, rows, rng)
    inside = [np.flatnonzero(members == cell) for cell in range(len(centres))]
    for cell, own in enumerate(inside):
        away = np.square(centres - centres[cell]).sum(axis=1)
        near = np.argsort(away, kind="stable")
        probed = max(_PROBED, 1 + int(np.searchsorted(np.cumsum([len(inside[c]) for c in near]), k + 1)))
        if len(own):
            yield own, np.concatenate([inside[c] for c in near[:probed]])


def _assigned(points: EmbeddingBlocks, rows: IntArray, rng: np.random.Generator) -> tuple[Float64, IntArray]:
    """The centres of the cells and the cell of each row."""
    count = math.ceil(len(rows) / _CELL)
    sample = np.sort(rng.choice(len(rows), min(len(rows), _SAMPLE * count), replace=False))
    centres = cluster(points.rows(rows[sample]), count, np.ones(len(sample)), rng).centres
    members = np.empty(len(rows), dtype=np.int64)
    step = max(1, _CELLS // points.dimensions)
    for start in range(0, len(rows), step):
        members[start : start + step] = nearest_centre(points.rows(rows[start : start + step]), centres)[0]
    return centres, members


def _fill(found: Neighbours, points: EmbeddingBlocks, rows: IntArray, own: IntArray, others: IntArray) -> None:
    """Write the neighbours of ``own`` among ``others``."""
    k = found.positions.shape[1]
    candidates = points.rows(rows[others])
    lengths = np.einsum("ij,ij->i", candidates, candidates)
    step = max(1, _CELLS // len(others))
    for start in range(0, len(own) if k else 0, step):
        block = own[start : start + step]
        near = _smallest(points.rows(rows[block]), candidates, lengths, others, block, k)
        squares = _squares(points, rows, block, others[near])
        order = np.argsort(squares, axis=1, kind="stable")
        found.positions[block] = np.take_along_axis(others[near], order, axis=1)
        found.squares[block] = np.take_along_axis(squares, order, axis=1)


def _smallest(
    block: npt.NDArray[Any], candidates: npt.NDArray[Any], lengths: Any, others: IntArray, own: IntArray, k: int
) -> IntArray:
    """(rows, k) the columns of the k smallest distances, the row itself left out."""
    tile = block @ (-2.0 * candidates.T)
    tile += lengths
    places = np.argsort(others, kind="stable")
    itself = places[np.searchsorted(others[places], own)]
    tile[np.arange(len(own)), itself] = np.inf
    return np.argpartition(tile, k - 1, axis=1)[:, :k]


def _squares(points: EmbeddingBlocks, rows: IntArray, block: IntArray, near: IntArray) -> Float64:
    own = points.rows(rows[block], np.float64)
    squares = np.empty(near.shape)
    for column in range(near.shape[1]):
        away = points.rows(rows[near[:, column]], np.float64) - own
        squares[:, column] = np.einsum("ij,ij->i", away, away)
    return squares
