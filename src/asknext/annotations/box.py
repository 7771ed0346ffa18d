"""Boxes along the axes of an image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from asknext.annotations.json_fields import fields
from asknext.annotations.numbers import coordinate
from asknext.errors import DataError

__all__ = ["Box"]


@dataclass(frozen=True, slots=True)
class Box:
    """A box in pixels of the upright image: ``x`` and ``y`` of its upper left corner, ``width`` and ``height``.

    The upper left corner of the upper left pixel is (0, 0), so a box around that pixel is (0, 0, 1, 1). Raises
    `DataError` where a number is not finite or the box has no area.
    """

    x: float
    y: float
    width: float
    height: float

    kind: ClassVar[str] = "box"

    def __post_init__(self) -> None:
        for name in ("x", "y", "width", "height"):
            object.__setattr__(self, name, coordinate(getattr(self, name), name))
        if not (self.width > 0 and self.height > 0):
            raise DataError(f"the box {self.width:g} wide and {self.height:g} high has no area")

    @classmethod
    def of_corners(cls, left: Any, top: Any, right: Any, bottom: Any) -> Self:
        """The box between two corners."""
        x, y = coordinate(left, "x1"), coordinate(top, "y1")
        return cls(x, y, coordinate(right, "x2") - x, coordinate(bottom, "y2") - y)

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def area(self) -> float:
        """In square pixels."""
        return self.width * self.height

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.x, self.y, self.right, self.bottom

    def to_json(self) -> dict[str, Any]:
        return {"x": self.x, "y": self.y, "width": self.width, "height": self.height}

    @classmethod
    def from_json(cls, found: Any) -> Self:
        return cls(*fields(found, cls.kind, ("x", "y", "width", "height")))
