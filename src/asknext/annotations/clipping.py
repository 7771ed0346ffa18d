"""Shapes cut off at the edges of their image."""

from __future__ import annotations

import math
from collections.abc import Callable

from asknext.annotations.annotation import Shape
from asknext.annotations.box import Box
from asknext.annotations.keypoints import MISSING, Keypoint, Keypoints
from asknext.annotations.mask import Mask
from asknext.annotations.oriented_box import OrientedBox
from asknext.annotations.points import Point, Ring, signed_area
from asknext.annotations.polygon import Part, Polygon

__all__ = ["clipped", "clipped_ring", "overshoot"]


def overshoot(shape: Shape, width: int, height: int) -> float:
    """By how many pixels ``shape`` reaches over the edge of its image; 0 where it lies inside."""
    left, top, right, bottom = _reach(shape)
    return max(-left, -top, right - width, bottom - height, 0.0)


def clipped(shape: Shape, width: int, height: int) -> Shape | None:
    """``shape`` without what lies beyond its image; None where nothing is left.

    A turned box that is cut becomes a polygon. Keypoints beyond the image become missing ones.
    """
    if overshoot(shape, width, height) == 0:
        return shape
    match shape:
        case Box():
            return _box(shape, width, height)
        case OrientedBox(corners=corners):
            return _polygon(Polygon.of(corners), width, height)
        case Polygon():
            return _polygon(shape, width, height)
        case Keypoints():
            return _keypoints(shape, width, height)
        case Mask():
            return None  # of another size than the image: no edge to cut at


def clipped_ring(ring: Ring, left: float, top: float, right: float, bottom: float) -> Ring:
    """``ring`` cut at a rectangle, edge by edge (Sutherland & Hodgman, 1974); empty where nothing is left.

    Where a ring that is not convex falls into several pieces, these stay joined along the edge.
    """
    ring = _cut(ring, 0, left, float.__ge__)
    ring = _cut(ring, 0, right, float.__le__)
    ring = _cut(ring, 1, top, float.__ge__)
    return _cut(ring, 1, bottom, float.__le__)


def _cut(ring: Ring, axis: int, limit: float, inside: Callable[[float, float], bool]) -> Ring:
    found: list[Point] = []
    for before, here in zip((ring[-1], *ring[:-1]) if ring else (), ring, strict=True):
        if inside(before[axis], limit) != inside(here[axis], limit):
            found.append(_meeting(before, here, axis, limit))
        if inside(here[axis], limit):
            found.append(here)
    return tuple(found)


def _meeting(one: Point, two: Point, axis: int, limit: float) -> Point:
    share = (limit - one[axis]) / (two[axis] - one[axis])
    other = one[1 - axis] + share * (two[1 - axis] - one[1 - axis])
    return (limit, other) if axis == 0 else (other, limit)


def _reach(shape: Shape) -> tuple[float, float, float, float]:
    if isinstance(shape, Mask):
        return 0.0, 0.0, float(shape.width), float(shape.height)
    if not isinstance(shape, Keypoints):
        return shape.bounds
    xs = [each[0] for each in shape.labelled] or [0.0]
    ys = [each[1] for each in shape.labelled] or [0.0]
    if shape.box is not None:
        xs, ys = [*xs, shape.box.x, shape.box.right], [*ys, shape.box.y, shape.box.bottom]
    return min(xs), min(ys), max(xs), max(ys)


def _box(box: Box, width: int, height: int) -> Box | None:
    left, top, right, bottom = box.bounds
    left, top, right, bottom = max(left, 0.0), max(top, 0.0), min(right, float(width)), min(bottom, float(height))
    return Box.of_corners(left, top, right, bottom) if left < right and top < bottom else None


def _polygon(polygon: Polygon, width: int, height: int) -> Polygon | None:
    parts = (
        tuple(clipped_ring(ring, 0.0, 0.0, float(width), float(height)) for ring in part) for part in polygon.parts
    )
    left = tuple(_without_empty(part) for part in parts if _has_area(part[0]))
    return Polygon(left) if left else None


def _without_empty(part: Part) -> Part:
    return (part[0], *(hole for hole in part[1:] if _has_area(hole)))


def _has_area(ring: Ring) -> bool:
    return len(ring) >= 3 and not math.isclose(signed_area(ring), 0.0, abs_tol=1e-9)


def _keypoints(found: Keypoints, width: int, height: int) -> Keypoints | None:
    box = None if found.box is None else _box(found.box, width, height)
    points = tuple(each if _within(each, width, height) else (0.0, 0.0, MISSING) for each in found.points)
    return Keypoints(points, box) if box is not None or any(each[2] for each in points) else None


def _within(point: Keypoint, width: int, height: int) -> bool:
    return 0 <= point[0] <= width and 0 <= point[1] <= height
