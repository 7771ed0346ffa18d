"""An order that depends on what items are and not on where they stand, so that draws do not either."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.top import quantised

__all__ = ["content_keys", "content_order", "drawn_by_content", "embedding_keys"]

_READ = 4096

Blocks = Iterable[tuple[slice, Any]]


def content_order(blocks: Blocks, n: int, width: int, rng: np.random.Generator) -> IntArray:
    """Positions 0 to n - 1 sorted along a random direction; equal items in random order.

    ``blocks`` are the rows (n, width) of all items, each with its place. The same items come in the same order,
    however they are shuffled.
    """
    direction, along = rng.standard_normal(width), np.empty(n)
    for place, block in blocks:
        along[place] = np.asarray(block, dtype=np.float64) @ direction
    return np.lexsort((rng.random(n), quantised(along)))


def embedding_keys(points: EmbeddingBlocks, n: int, rng: np.random.Generator) -> Float64:
    """(n,) distinct random numbers for the n unlabelled items, the same for the same embeddings wherever they stand."""
    return content_keys(content_order(points.blocks(np.float64), n, points.dimensions, rng), rng)


def content_keys(order: IntArray, rng: np.random.Generator) -> Float64:
    """(n,) random numbers, the i-th drawn for the item that is i-th in ``order``."""
    keys = np.empty(len(order))
    keys[order] = rng.random(len(order))
    return keys


def drawn_by_content(points: EmbeddingBlocks, rows: IntArray, most: int, seed: int) -> IntArray:
    """At most ``most`` of ``rows``, drawn with ``seed``, in an order that depends on what they are.

    The same items are drawn, and come in the same order, wherever they stand; among equal items the first.
    """
    rng = np.random.default_rng(seed)
    direction, along = rng.standard_normal(points.dimensions), np.empty(len(rows))
    for start in range(0, len(rows), _READ):
        along[start : start + _READ] = points.rows(rows[start : start + _READ], np.float64) @ direction
    order = rows[np.argsort(quantised(along), kind="stable")]
    return order if len(order) <= most else order[np.sort(rng.choice(len(order), most, replace=False))]
