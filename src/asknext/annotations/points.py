"""Points and rings of points, checked."""

from __future__ import annotations

from typing import Any

from asknext.annotations.json_fields import listed
from asknext.annotations.numbers import coordinate
from asknext.errors import DataError

__all__ = ["MOST_POINTS", "Point", "Ring", "bounds_of", "point", "ring", "signed_area"]

Point = tuple[float, float]
Ring = tuple[Point, ...]
MOST_POINTS = 200_000


def point(found: Any, what: str) -> Point:
    """A pair of x and y as a `Point`."""
    x, y = listed(found, what, 2)
    return coordinate(x, f"x of {what}"), coordinate(y, f"y of {what}")


def ring(found: Any, what: str) -> Ring:
    """At least three points; the last is joined to the first."""
    points = listed(found, what)
    if not 3 <= len(points) <= MOST_POINTS:
        raise DataError(f"{what} has {len(points):,} points, expected 3 to {MOST_POINTS:,}")
    return tuple(point(each, f"point {at} of {what}") for at, each in enumerate(points, 1))


def signed_area(points: Ring) -> float:
    """Half the sum of the cross products of neighbours (the shoelace formula); positive where the ring runs clockwise
    on a screen, on which y points down."""
    total, (x, y) = 0.0, points[-1]
    for to_x, to_y in points:
        total += x * to_y - to_x * y
        x, y = to_x, to_y
    return total / 2


def bounds_of(points: Ring) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
