"""`Drawing`: a figure as a list of shapes, so that one layout serves the page, the file and the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Area", "Block", "Dots", "Drawing", "Line", "Mark", "Point", "Shape", "Text"]

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A line through points. ``look`` is the class of its style: ``grid``, ``tick``, ``line series-3``."""

    points: Sequence[Point]
    look: str
    dash: str = ""


@dataclass(frozen=True)
class Area:
    """A filled polygon."""

    points: Sequence[Point]
    look: str


@dataclass(frozen=True)
class Mark:
    """A marker of one of `palette.MARKERS` about a point."""

    at: Point
    kind: str
    look: str


@dataclass(frozen=True)
class Text:
    """Text at a point of its baseline. ``anchor`` is ``start``, ``middle`` or ``end``; ``turned`` reads upwards."""

    at: Point
    text: str
    look: str = "axis"
    anchor: str = "start"
    turned: bool = False


@dataclass(frozen=True)
class Dots:
    """Many round points of one look: ``dots series-2``, or ``dots soft`` for what stands behind."""

    points: Sequence[Point]
    look: str
    radius: float = 1.5


@dataclass(frozen=True)
class Block:
    """A filled rectangle from its top left corner: ``block series-1``."""

    at: Point
    width: float
    height: float
    look: str


Shape = Line | Area | Mark | Text | Dots | Block


@dataclass(frozen=True)
class Drawing:
    """Shapes in pixels from the top left corner, painted in their order; what it shows, in words, beside."""

    width: float
    height: float
    shapes: Sequence[Shape]
    title: str
    description: str
