"""How far two parts of an item cover each other, be they shapes of different kinds, spans or stretches of sound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.annotations.box import Box
from asknext.annotations.mask import Mask
from asknext.annotations.overlap import box_overlaps, overlap
from asknext.annotations.polygon import Polygon
from asknext.annotations.raster import mask_of

__all__ = ["part_overlaps"]

Floats = npt.NDArray[np.float64]


def part_overlaps(ours: Sequence[Any], theirs: Sequence[Any]) -> Floats:
    """(a, b) intersection over union of values of annotations; of keypoints that of the boxes around them."""
    if all(isinstance(each, Box) for each in (*ours, *theirs)):
        return box_overlaps(*(np.array([each.bounds for each in side]).reshape(-1, 4) for side in (ours, theirs)))
    table = [[_common(one, other) for other in theirs] for one in ours]
    return np.array(table, dtype=np.float64).reshape(len(ours), len(theirs))


def _common(one: Any, other: Any) -> float:
    if hasattr(one, "bounds"):
        if not _touch(one.bounds, other.bounds):
            return 0.0
        if one.kind == "keypoints" or other.kind == "keypoints":
            return _bounded(one, other)
        if isinstance(one, Mask) != isinstance(other, Mask):
            one, other = (_drawn(each, one, other) for each in (one, other))
    return overlap(one, other)


def _touch(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _bounded(one: Any, other: Any) -> float:
    return float(box_overlaps(np.array([one.bounds]), np.array([other.bounds]))[0, 0])


def _drawn(shape: Any, one: Any, other: Any) -> Mask:
    mask = one if isinstance(one, Mask) else other
    if isinstance(shape, Mask):
        return shape
    if isinstance(shape, Polygon):
        return mask_of(shape, mask.height, mask.width)
    left, top, right, bottom = shape.bounds
    corners = getattr(shape, "corners", ((left, top), (right, top), (right, bottom), (left, bottom)))
    return mask_of(Polygon.of(corners), mask.height, mask.width)
