"""Boxes that a detector told twice."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.annotations import box_overlaps

__all__ = ["without_doubles"]


def without_doubles(
    corners: npt.NDArray[np.floating[Any]], numbers: npt.NDArray[np.integer[Any]], overlap: float
) -> npt.NDArray[np.int64]:
    """Which boxes stay (non-maximum suppression): of two of one class that overlap more than ``overlap`` the first.

    Parameters
    ----------
    corners : (k, 4) x1, y1, x2, y2, the surest first.  numbers : (k,) their classes.
    """
    places = corners.astype(np.float64)
    shared = (box_overlaps(places, places) > overlap) & (numbers[:, None] == numbers)
    kept: list[int] = []
    for at in range(len(places)):
        if not shared[at, kept].any():
            kept.append(at)
    return np.array(kept, dtype=np.int64)
