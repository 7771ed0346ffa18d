"""Boxes that are turned."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from asknext.annotations.json_fields import fields, listed
from asknext.annotations.numbers import number
from asknext.annotations.points import Ring, bounds_of, point, signed_area

__all__ = ["OrientedBox"]


@dataclass(frozen=True, slots=True)
class OrientedBox:
    """A turned box by its four ``corners`` in the order of its outline, in pixels of the upright image.

    The first edge, from the first corner to the second, is its width. Raises `DataError` where a number is not finite
    or there are not four corners.
    """

    corners: Ring

    kind: ClassVar[str] = "oriented_box"

    def __post_init__(self) -> None:
        given = listed(self.corners, "corners", 4)
        object.__setattr__(self, "corners", tuple(point(each, f"corner {at}") for at, each in enumerate(given, 1)))

    @classmethod
    def turned(cls, x: float, y: float, width: float, height: float, degrees: float) -> Self:
        """The box whose first corner is (x, y), turned about it clockwise by ``degrees``."""
        angle = math.radians(number(degrees, "rotation"))
        right, down = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
        sides = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
        return cls(tuple((x + a * right[0] + b * down[0], y + a * right[1] + b * down[1]) for a, b in sides))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, the lengths of the first and the second edge."""
        first, second, third, _ = self.corners
        return math.dist(first, second), math.dist(second, third)

    @property
    def degrees(self) -> float:
        """How far the first edge is turned clockwise from pointing right, from -180 to 180."""
        (x, y), (to_x, to_y) = self.corners[:2]
        return math.degrees(math.atan2(to_y - y, to_x - x))

    @property
    def is_rectangle(self) -> bool:
        """Whether the corners are those of a rectangle, to a thousandth of a pixel."""
        again = OrientedBox.turned(*self.corners[0], *self.size, self.degrees)
        return all(math.dist(a, b) < 1e-3 for a, b in zip(self.corners, again.corners, strict=True))

    @property
    def area(self) -> float:
        """In square pixels."""
        return abs(signed_area(self.corners))

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return bounds_of(self.corners)

    def to_json(self) -> dict[str, Any]:
        return {"corners": [list(each) for each in self.corners]}

    @classmethod
    def from_json(cls, found: Any) -> Self:
        return cls(*fields(found, cls.kind, ("corners",)))
