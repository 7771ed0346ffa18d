"""An order that depends on what items are and not on where they stand, so that draws do not either."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.top import quantised

__all__ = ["content_keys", "content_order", "embedding_keys"]

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
