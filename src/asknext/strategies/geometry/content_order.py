"""An order that depends on what items are and not on where they stand, so that draws do not either."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.over_blocks import over_blocks
from asknext.strategies.top import quantised

__all__ = ["along", "by_content", "content_keys", "content_order", "drawn_by_content", "embedding_keys", "ordered"]

Blocks = Iterable[tuple[slice, Any]]
Float32 = npt.NDArray[np.float32]

_READ = 4096


def content_order(blocks: Blocks, n: int, width: int, rng: np.random.Generator) -> IntArray:
    """Positions 0 to n - 1 sorted along a random direction; equal items in random order.

    ``blocks`` are the rows (n, width) of all items, each with its place. The same items come in the same order,
    however they are shuffled. For embeddings `by_content` does the same in less time.
    """
    direction, places = rng.standard_normal(width), np.empty(n)
    for place, block in blocks:
        places[place] = np.asarray(block, dtype=np.float64) @ direction
    return np.lexsort((rng.random(n), quantised(places)))


def by_content(points: EmbeddingBlocks, rows: IntArray, rng: np.random.Generator) -> IntArray:
    """Positions of ``rows`` sorted along a random direction: the same items in the same order, however they came."""
    given, direction = points.as_given(), rng.standard_normal((points.dimensions,))
    starts = range(0, len(rows), _READ)
    parts = over_blocks(
        points.resources, starts, lambda start: along(given.rows(rows[start : start + _READ]), direction)
    )
    found = list(parts)
    return ordered(np.concatenate(found) if found else np.empty(0, np.float32), direction, given, rows, rng)


def along(block: npt.NDArray[Any], direction: Float64) -> Float32:
    """(rows,) how far along ``direction`` each row of ``block`` lies: of each row alone, to the last bit."""
    return np.asarray(np.einsum("ij,j->i", block, direction.astype(np.float32)), dtype=np.float32)


def ordered(
    places: Float32, direction: Float64, given: EmbeddingBlocks, rows: IntArray, rng: np.random.Generator
) -> IntArray:
    """Positions of ``rows`` by ``places`` along ``direction``; those that single precision cannot tell apart by double
    precision, and those that are equal still at random."""
    order = np.argsort(places)
    same = places[order[1:]] == places[order[:-1]]
    if not same.any():
        return order
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
    some = order[tied]
    finer = np.empty(len(some))
    for start in range(0, len(some), _READ):
        block = given.rows(rows[some[start : start + _READ]], np.float64)
        finer[start : start + _READ] = np.einsum("ij,j->i", block, direction)
    order[tied] = some[np.lexsort((rng.random(len(some)), quantised(finer), places[some]))]
    return order


def embedding_keys(points: EmbeddingBlocks, n: int, rng: np.random.Generator) -> Float64:
    """(n,) distinct random numbers for the n unlabelled items, the same for the same embeddings wherever they stand."""
    return content_keys(by_content(points, points.unlabelled[:n], rng), rng)


def content_keys(order: IntArray, rng: np.random.Generator) -> Float64:
    """(n,) random numbers, the i-th drawn for the item that is i-th in ``order``."""
    keys = np.empty(len(order))
    keys[order] = rng.random(len(order))
    return keys


def drawn_by_content(points: EmbeddingBlocks, rows: IntArray, most: int, seed: int) -> IntArray:
    """At most ``most`` of ``rows``, drawn with ``seed``, in an order that depends on what they are.

    The same items are drawn, and come in the same order, wherever they stand; among equal items chance decides.
    """
    rng = np.random.default_rng(seed)
    order = rows[by_content(points, rows, rng)]
    return order if len(order) <= most else order[np.sort(rng.choice(len(order), most, replace=False))]
