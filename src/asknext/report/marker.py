"""`outline`: the corners of a marker."""

from __future__ import annotations

import math
from collections.abc import Sequence

from asknext.report.drawing import Point

__all__ = ["outline"]

_CORNERS: dict[str, Sequence[Point]] = {
    "circle": [(3.4 * math.cos(at * math.pi / 5), 3.4 * math.sin(at * math.pi / 5)) for at in range(10)],
    "square": [(-3, -3), (3, -3), (3, 3), (-3, 3)],
    "triangle": [(0, -4.2), (3.8, 3), (-3.8, 3)],
    "diamond": [(0, -4.6), (4, 0), (0, 4.6), (-4, 0)],
    "wedge": [(0, 4.2), (3.8, -3), (-3.8, -3)],
    "plus": [
        (-1.3, -4.2), (1.3, -4.2), (1.3, -1.3), (4.2, -1.3), (4.2, 1.3), (1.3, 1.3),
        (1.3, 4.2), (-1.3, 4.2), (-1.3, 1.3), (-4.2, 1.3), (-4.2, -1.3), (-1.3, -1.3),
    ],
    "cross": [
        (-3.9, -2.1), (-2.1, -3.9), (0, -1.8), (2.1, -3.9), (3.9, -2.1), (1.8, 0),
        (3.9, 2.1), (2.1, 3.9), (0, 1.8), (-2.1, 3.9), (-3.9, 2.1), (-1.8, 0),
    ],
}  # fmt: skip


def outline(kind: str, at: Point, scale: float = 1.0) -> list[Point]:
    """The corners of the marker ``kind``, one of `palette.MARKERS`, about the point ``at``, in pixels."""
    return [(at[0] + scale * x, at[1] + scale * y) for x, y in _CORNERS[kind]]
