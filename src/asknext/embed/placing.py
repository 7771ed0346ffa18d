"""`placed_beside`: vectors put onto a map that was made of others, each among its nearest of those."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

__all__ = ["placed_beside"]

_Floats = npt.NDArray[np.float32]

NEAREST = 4
_BYTES = 32 << 20


def placed_beside(vectors: _Floats, known: _Floats, points: _Floats, change: Callable[[_Floats], _Floats]) -> _Floats:
    """(n, 2) float32: the mean of the points of the four nearest of ``known``, the nearer the heavier.

    Parameters
    ----------
    vectors : (n, d), may be memory-mapped. known : (m, c) vectors whose ``points`` (m, 2) are known.
    change : makes (b, c) of a block (b, d) of ``vectors``.
    """
    found = np.empty((len(vectors), 2), dtype=np.float32)
    half = 0.5 * np.einsum("ij,ij->i", known, known)
    size = max(1, _BYTES // (4 * len(known)))
    for start in range(0, len(vectors), size):
        block = change(np.asarray(vectors[start : start + size], dtype=np.float32))
        found[start : start + size] = _beside(block, known, half, points)
    return found


def _beside(block: _Floats, known: _Floats, half: _Floats, points: _Floats) -> _Floats:
    nearness = block @ known.T - half  # greater where the distance is smaller
    count = min(NEAREST, len(known))
    nearest = np.argpartition(-nearness, count - 1, axis=1)[:, :count]
    squared = np.einsum("ij,ij->i", block, block)[:, None] - 2 * np.take_along_axis(nearness, nearest, axis=1)
    distances = np.sqrt(np.maximum(squared, 0))
    weights = 1 / (distances + 1e-6 + 1e-3 * distances.mean(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    return np.asarray(np.einsum("ij,ijk->ik", weights, points[nearest]), dtype=np.float32)
