"""Named points of an object, such as the joints of a body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from asknext.annotations.box import Box
from asknext.annotations.json_fields import fields, listed
from asknext.annotations.numbers import coordinate, whole
from asknext.errors import DataError

__all__ = ["HIDDEN", "MISSING", "VISIBLE", "Keypoint", "Keypoints"]

MISSING, HIDDEN, VISIBLE = 0, 1, 2
_MOST = 1_000

Keypoint = tuple[float, float, int]


@dataclass(frozen=True, slots=True)
class Keypoints:
    """``points`` (x, y, visibility) in the order of the class's skeleton, in pixels; ``box``, where given, is around
    the object.

    Visibility is 0 for a point that is not labelled (its x and y are 0), 1 for one that is hidden, 2 for a visible one.
    """

    points: tuple[Keypoint, ...]
    box: Box | None = None

    kind: ClassVar[str] = "keypoints"

    def __post_init__(self) -> None:
        given = listed(self.points, "points")
        if not 1 <= len(given) <= _MOST:
            raise DataError(f"there are {len(given):,} keypoints, expected 1 to {_MOST:,}")
        object.__setattr__(self, "points", tuple(_point(each, f"keypoint {at}") for at, each in enumerate(given, 1)))

    @property
    def labelled(self) -> tuple[Keypoint, ...]:
        """Those that are there, hidden ones too."""
        return tuple(each for each in self.points if each[2])

    @property
    def area(self) -> float:
        """That of the box, or of the bounds."""
        left, top, right, bottom = self.bounds
        return (right - left) * (bottom - top)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the box, or of the points where there is none."""
        if self.box is not None:
            return self.box.bounds
        found = self.labelled
        if not found:
            raise DataError("keypoints of which none is labelled, without a box, have no bounds")
        xs, ys = [each[0] for each in found], [each[1] for each in found]
        return min(xs), min(ys), max(xs), max(ys)

    def to_json(self) -> dict[str, Any]:
        box = {} if self.box is None else {"box": self.box.to_json()}
        return {"points": [list(each) for each in self.points], **box}

    @classmethod
    def from_json(cls, found: Any) -> Self:
        points, box = fields(found, cls.kind, ("points",), ("box",))
        return cls(points, None if box is None else Box.from_json(box))


def _point(found: Any, what: str) -> Keypoint:
    x, y, seen = listed(found, what, 3)
    seen = whole(seen, f"visibility of {what}", MISSING, VISIBLE)
    if seen == MISSING:
        return 0.0, 0.0, MISSING
    return coordinate(x, f"x of {what}"), coordinate(y, f"y of {what}"), seen
