"""Outlines: one or several parts, each with or without holes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from asknext.annotations.json_fields import fields, listed
from asknext.annotations.points import MOST_POINTS, Ring, bounds_of, ring, signed_area
from asknext.errors import DataError

__all__ = ["Part", "Polygon"]

Part = tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Polygon:
    """``parts`` of one object, in pixels of the upright image; of each the first ring is its outline, others are holes.

    A ring is a tuple of at least three (x, y); its last point is joined to its first. A point is inside where it is
    inside of an odd number of the rings of a part. Raises `DataError` where a number is not finite, a ring is too
    short or there are over 200,000 points.
    """

    parts: tuple[Part, ...]

    kind: ClassVar[str] = "polygon"

    def __post_init__(self) -> None:
        parts = listed(self.parts, "parts")
        checked = tuple(_part(each, f"part {at}") for at, each in enumerate(parts, 1))
        if not checked:
            raise DataError("a polygon has no part")
        if sum(len(each) for part in checked for each in part) > MOST_POINTS:
            raise DataError(f"a polygon has more than {MOST_POINTS:,} points")
        object.__setattr__(self, "parts", checked)

    @classmethod
    def of(cls, *outlines: Any) -> Self:
        """Parts without holes."""
        return cls(tuple((each,) for each in outlines))

    @property
    def rings(self) -> Iterator[Ring]:
        """Every ring, outlines and holes."""
        return (each for part in self.parts for each in part)

    @property
    def has_holes(self) -> bool:
        return any(len(part) > 1 for part in self.parts)

    @property
    def area(self) -> float:
        """In square pixels, outlines less holes; right where rings do not cross and parts do not overlap."""
        return sum(abs(signed_area(part[0])) - sum(abs(signed_area(hole)) for hole in part[1:]) for part in self.parts)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return bounds_of(tuple(each for part in self.parts for each in part[0]))

    def to_json(self) -> dict[str, Any]:
        return {"parts": [[[list(each) for each in points] for points in part] for part in self.parts]}

    @classmethod
    def from_json(cls, found: Any) -> Self:
        return cls(*fields(found, cls.kind, ("parts",)))


def _part(found: Any, what: str) -> Part:
    rings = listed(found, what)
    if not rings:
        raise DataError(f"{what} of a polygon has no outline")
    return tuple(ring(each, what if not at else f"hole {at} of {what}") for at, each in enumerate(rings))
