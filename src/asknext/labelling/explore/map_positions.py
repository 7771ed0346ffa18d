"""`map_positions`: a map in whole numbers, small enough to be sent for a million items."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["map_positions"]

HIGHEST = 65_535
_BLOCK = 1 << 17


def map_positions(positions: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.uint16], dict[str, Any]]:
    """(n, 2) uint16 over the square that holds all of ``positions``, and {low, side} to undo it.

    One unit on both axes, so that distances stay comparable. A step is 1/65,535 of the square: at the largest zoom of
    the page (64) about a pixel.
    """
    if not len(positions):
        return np.zeros((0, 2), dtype=np.uint16), {"low": [0.0, 0.0], "side": 1.0}
    low, high = positions.min(axis=0).astype(np.float64), positions.max(axis=0).astype(np.float64)
    side = float((high - low).max()) or 1.0
    low -= (side - (high - low)) / 2
    found = np.empty(positions.shape, dtype=np.uint16)
    for start in range(0, len(positions), _BLOCK):
        block = positions[start : start + _BLOCK]
        found[start : start + _BLOCK] = np.clip(np.rint((block - low) * (HIGHEST / side)), 0, HIGHEST)
    return found, {"low": low.tolist(), "side": side}
