"""The nearest neighbours of every item, by the vectors the project has."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import PoolView
from asknext.strategies.geometry.nearest_neighbours import nearest_neighbours
from asknext.strategies.inputs import EmbeddingBlocks

__all__ = ["NEIGHBOURS", "Nearby", "nearby"]

NEIGHBOURS = 10


class Nearby:
    """Neighbours of ``n`` items.

    Attributes
    ----------
    rows : (n, k) int64, nearest first, the item itself left out. distances : (n, k) float64, Euclidean.
    """

    def __init__(self, rows: npt.NDArray[np.int64], distances: npt.NDArray[np.float64]) -> None:
        self.rows, self.distances = rows, distances

    @property
    def median_nearest(self) -> float:
        """The median distance to the nearest neighbour, of items that have none at the same place."""
        nearest = self.distances[:, 0] if self.distances.shape[1] else np.zeros(0)
        apart = nearest[nearest > 0]
        return float(np.median(apart)) if len(apart) else 0.0


def nearby(vectors: npt.NDArray[Any], k: int = NEIGHBOURS, *, seed: int = 0) -> Nearby:
    """The ``k`` nearest others of each row of ``vectors`` (n, d), at most n - 1.

    Exact up to 20,000 items; beyond, neighbours in a cell far away are missed (see
    `asknext.strategies.geometry.nearest_neighbours`). Time n min(n, 8,000) d, memory n k and some blocks.

    Raises
    ------
    InputError : vectors that are missing (NaN) or infinite.
    """
    view = PoolView(len(vectors), embeddings=vectors)
    points = EmbeddingBlocks(view, "nearby").centred() if len(vectors) else None
    if points is None:
        return Nearby(np.zeros((0, 0), dtype=np.int64), np.zeros((0, 0)))
    found = nearest_neighbours(points, np.arange(len(vectors)), k, np.random.default_rng(seed))
    return Nearby(found.positions, np.sqrt(found.squares))
