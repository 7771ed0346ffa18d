"""How far two values of a kind cover each other: intersection over union."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.annotations.annotation import Value
from asknext.annotations.audio_region import AudioRegion
from asknext.annotations.box import Box
from asknext.annotations.mask import Mask
from asknext.annotations.oriented_box import OrientedBox
from asknext.annotations.polygon import Polygon
from asknext.annotations.polygon_area import common_area
from asknext.annotations.run_lengths import area_of, combined
from asknext.annotations.span import Span
from asknext.errors import InputError

__all__ = ["box_overlaps", "overlap"]

Float64 = npt.NDArray[np.float64]


def box_overlaps(first: Float64, second: Float64) -> Float64:
    """(n, m) intersection over union of (n, 4) and (m, 4) boxes given as x1, y1, x2, y2; 0 where neither has area."""
    low = np.maximum(first[:, None, :2], second[None, :, :2])
    high = np.minimum(first[:, None, 2:], second[None, :, 2:])
    common = np.clip(high - low, 0.0, None).prod(axis=2)
    areas = [np.clip(each[:, 2:] - each[:, :2], 0.0, None).prod(axis=1) for each in (first, second)]
    union = areas[0][:, None] + areas[1][None, :] - common
    overlaps: Float64 = np.divide(common, union, out=np.zeros_like(common), where=union > 0)
    return overlaps


def overlap(first: Value, second: Value) -> float:
    """From 0, apart, to 1, the same: of two boxes, polygons (turned boxes among them), masks, spans or audio regions.

    Raises `InputError` where they are of kinds that cannot be compared; draw a polygon first to compare it to a mask.
    """
    if isinstance(first, Box) and isinstance(second, Box):
        return float(box_overlaps(np.array([first.bounds]), np.array([second.bounds]))[0, 0])
    if isinstance(first, Mask) and isinstance(second, Mask):
        return _masks(first, second)
    if isinstance(first, Span | AudioRegion) and type(first) is type(second):
        return _stretches(first.start, first.end, second.start, second.end)
    one, two = _outline(first), _outline(second)
    if one is None or two is None:
        raise InputError(f"A {first.kind} and a {second.kind} cannot be compared; give two of one kind.")
    common = common_area(one, two)
    union = common_area(one, one) + common_area(two, two) - common
    return common / union if union > 0 else 0.0


def _outline(value: Value) -> Polygon | None:
    if isinstance(value, Polygon):
        return value
    if isinstance(value, OrientedBox):
        return Polygon.of(value.corners)
    if isinstance(value, Box):
        left, top, right, bottom = value.bounds
        return Polygon.of(((left, top), (right, top), (right, bottom), (left, bottom)))
    return None


def _masks(first: Mask, second: Mask) -> float:
    if (first.height, first.width) != (second.height, second.width):
        raise InputError(
            f"Masks of {first.width} x {first.height} and {second.width} x {second.height} pixels cannot be compared."
        )
    one, two = first.runs, second.runs
    common = area_of(combined(one, two, np.logical_and))
    union = area_of(one) + area_of(two) - common
    return common / union if union else 0.0


def _stretches(start: float, end: float, other_start: float, other_end: float) -> float:
    common = max(0.0, min(end, other_end) - max(start, other_start))
    return common / (end - start + other_end - other_start - common)
