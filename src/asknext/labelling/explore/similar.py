"""`most_similar`: the items nearest to one, by exact search through all embeddings, a block at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["Neighbour", "most_similar"]

_BYTES = 32 << 20


@dataclass(frozen=True)
class Neighbour:
    """An item's position in the pool and its Euclidean distance to the one asked about."""

    item: int
    distance: float


def most_similar(vectors: npt.NDArray[np.float32], item: int, count: int) -> list[Neighbour]:
    """The ``count`` items nearest to ``item``, the nearest first, itself left out; of equals the first in the pool.

    Parameters
    ----------
    vectors : (n, d) float32, may be memory-mapped: 32 MB of it are looked at at once.

    Raises
    ------
    InputError : ``item`` has no vector yet.
    """
    if not 0 <= item < len(vectors):
        raise InputError(f"Item {item} has no embedding yet: the next training round makes one.")
    wanted = np.asarray(vectors[item], dtype=np.float32)
    rows = max(1, _BYTES // max(1, 4 * vectors.shape[1]))
    best, which = np.empty(0, dtype=np.float64), np.empty(0, dtype=np.int64)
    for start in range(0, len(vectors), rows):
        squared = _squared(np.asarray(vectors[start : start + rows]), wanted)
        if start <= item < start + len(squared):
            squared[item - start] = np.inf
        keep = _lowest(squared, count)
        best, which = np.append(best, squared[keep]), np.append(which, keep + start)
        order = np.lexsort((which, best))[:count]
        best, which = best[order], which[order]
    return [Neighbour(int(at), float(np.sqrt(each))) for at, each in zip(which, best, strict=True) if np.isfinite(each)]


def _squared(block: npt.NDArray[np.float32], wanted: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    # of differences, not by the product of both: near copies would drown in its rounding
    difference = block - wanted
    return np.asarray(np.einsum("ij,ij->i", difference, difference), dtype=np.float64)


def _lowest(values: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.int64]:
    if len(values) <= count:
        return np.arange(len(values))
    bound = np.partition(values, count - 1)[count - 1]
    return np.flatnonzero(values <= bound)
