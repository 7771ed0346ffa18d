"""The nearest of given points, for any number of items, in blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["blocks", "nearest_of"]

Vectors = npt.NDArray[np.floating[Any]]
_BYTES = 8 << 20
_TARGETS = 2_048


def nearest_of(items: Vectors, targets: Vectors) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Which of ``targets`` is nearest to each item, and how far it is.

    Parameters
    ----------
    items : (m, d) float, may be memory-mapped: it is read once, a block at a time.
    targets : (t, d) float, t >= 1.

    Returns
    -------
    (m,) int64 places in ``targets`` (of equally near ones any), and (m,) float64 Euclidean distances, in the unit of
    the vectors. The nearest is found by matrix products; its distance is then the length of the difference, both in
    the precision of ``items``, so it is exactly 0 where both are the same.

    Raises
    ------
    InputError : shapes do not fit, or there are no targets.

    Time m t d, memory of a block besides the results.
    """
    _check(items, targets)
    # Lengths cancel in the product, all the more the further the points are from the origin.
    points = np.asarray(targets, dtype=items.dtype)
    shift = points.mean(axis=0)
    moved = points - shift
    lengths = np.vecdot(moved, moved)
    place = np.zeros(len(items), dtype=np.int64)
    distance = np.empty(len(items))
    for rows in blocks(len(items), items.shape[1] + min(len(targets), _TARGETS)):
        block = items[rows] - shift
        place[rows] = _places(block, moved, lengths)
        np.subtract(items[rows], points[place[rows]], out=block)
        distance[rows] = np.sqrt(np.vecdot(block, block))
    return place, distance


def blocks(n: int, width: int) -> Iterator[slice]:
    """``n`` rows in blocks whose ``width`` numbers a row fill some 8 MB."""
    size = max(1, _BYTES // (8 * max(width, 1)))
    for start in range(0, n, size):
        yield slice(start, min(start + size, n))


def _places(block: Vectors, targets: Vectors, lengths: Vectors) -> npt.NDArray[np.int64]:
    """|x - t|^2 without |x|^2, which is the same for all targets."""
    best = np.full(len(block), np.inf)
    place = np.zeros(len(block), dtype=np.int64)
    for start in range(0, len(targets), _TARGETS):
        part = slice(start, start + _TARGETS)
        squares = block @ targets[part].T
        squares *= -2
        squares += lengths[part]
        found = squares.argmin(axis=1)
        least = squares[np.arange(len(block)), found]
        nearer = least < best
        best[nearer], place[nearer] = least[nearer], start + found[nearer]
    return place


def _check(items: Vectors, targets: Vectors) -> None:
    if items.ndim != 2 or targets.ndim != 2 or items.shape[1] != targets.shape[1] or len(targets) == 0:
        raise InputError(
            f"The nearest needs vectors of one length and at least one target; found {items.shape} and {targets.shape}."
        )
