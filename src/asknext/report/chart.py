"""`line_chart`: curves with 95 % bands as one drawing, told apart by colour, dash and marker alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from asknext.report.drawing import Area, Drawing, Line, Mark, Shape, Text
from asknext.report.palette import look
from asknext.report.ticks import ticks

__all__ = ["Series", "foot", "line_chart", "shortened", "side", "x_range"]

WIDTH, HEIGHT = 760, 420
LEFT, TOP, BOTTOM = 64, 16, 52
LABEL_GAP = 17.0
MARKS, NAME = 10, 22


@dataclass(frozen=True)
class Series:
    """One curve.

    Attributes
    ----------
    name : as shown in the legend.
    x, mean, low, high : the points, and the band around them in the same unit as ``mean``.
    """

    name: str
    x: Sequence[float]
    mean: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


@dataclass(frozen=True)
class _Frame:
    low: float
    high: float
    x: Sequence[float]
    y: Sequence[float]
    bottom: float
    right: float

    def across(self, value: float) -> float:
        return LEFT + (value - self.low) / (self.high - self.low) * (self.right - LEFT)

    def up(self, value: float) -> float:
        return self.bottom - (value - self.y[0]) / (self.y[-1] - self.y[0]) * (self.bottom - TOP)


def line_chart(
    curves: Sequence[Series],
    *,
    x_label: str,
    y_label: str,
    title: str,
    description: str,
    looks: Sequence[int] | None = None,
) -> Drawing:
    """Curves over a shared pair of axes, each with its name at its right end.

    Parameters
    ----------
    curves : one or more, each with one point or more.
    looks : a number for `palette.look` each; without it a curve has the look of its place, 1 and up.
    """
    numbers = list(looks) if looks is not None else [1 + at for at in range(len(curves))]
    frame = _frame(curves)
    shapes: list[Shape] = _axes(frame, x_label, y_label)
    shapes += [_band(curve, frame, number) for curve, number in zip(curves, numbers, strict=True)]
    for curve, number in zip(curves, numbers, strict=True):
        shapes += _line(curve, frame, number)
    shapes += _labels(curves, frame, numbers)
    return Drawing(WIDTH, frame.bottom + BOTTOM, shapes, title, description)


def x_range(curves: Sequence[Series]) -> tuple[float, float]:
    """The first and the last value of the horizontal axis."""
    xs = [float(x) for curve in curves for x in curve.x]
    low, high = min(xs), max(xs)
    return (low, high) if high > low else (low - 1.0, high + 1.0)


def foot(curves: int) -> float:
    """Where the horizontal axis stands; the names of many curves need more room than the curves do."""
    return max(HEIGHT - BOTTOM, TOP + LABEL_GAP * curves)


def side(curves: Sequence[Series]) -> float:
    """Where the plot ends and the names begin: as far left as the longest of them wants."""
    longest = max((len(shortened(curve.name)) for curve in curves), default=0)
    return WIDTH - 44 - 8.1 * max(longest, 8)


def shortened(text: str, most: int = NAME) -> str:
    """``text``, cut where it is longer than ``most`` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _frame(curves: Sequence[Series]) -> _Frame:
    low, high = x_range(curves)
    ys = [float(y) for curve in curves for y in (*curve.low, *curve.high, *curve.mean) if math.isfinite(y)] or [0.0]
    y = ticks(min(ys), max(ys), 6)
    return _Frame(low, high, [x for x in ticks(low, high, 6) if low <= x <= high], y, foot(len(curves)), side(curves))


def _axes(frame: _Frame, x_label: str, y_label: str) -> list[Shape]:
    right, bottom = frame.right, frame.bottom
    shapes: list[Shape] = []
    for value in frame.y:
        at = frame.up(value)
        shapes.append(Line(((LEFT, at), (right, at)), "grid"))
        shapes.append(Text((LEFT - 8, at + 4), f"{value:g}", anchor="end"))
    for value in frame.x:
        at = frame.across(value)
        shapes.append(Line(((at, bottom), (at, bottom + 5)), "tick"))
        shapes.append(Text((at, bottom + 20), f"{value:,g}", anchor="middle"))
    shapes.append(Line(((LEFT, bottom), (right, bottom)), "tick"))
    shapes.append(Text(((LEFT + right) / 2, bottom + BOTTOM - 8), x_label, anchor="middle"))
    shapes.append(Text((16, (TOP + bottom) / 2), y_label, anchor="middle", turned=True))
    return shapes


def _band(curve: Series, frame: _Frame, number: int) -> Area:
    bounds = list(zip(curve.x, curve.low, curve.high, strict=True))
    known = [each for each in bounds if math.isfinite(each[1]) and math.isfinite(each[2])]
    upper = [(frame.across(x), frame.up(high)) for x, _, high in known]
    lower = [(frame.across(x), frame.up(low)) for x, low, _ in reversed(known)]
    return Area(upper + lower, f"band series-{look(number).colour}")


def _line(curve: Series, frame: _Frame, number: int) -> list[Shape]:
    style = look(number)
    known = [(x, y) for x, y in zip(curve.x, curve.mean, strict=True) if math.isfinite(y)]
    points = [(frame.across(x), frame.up(y)) for x, y in known]
    every = max(1, math.ceil(len(points) / MARKS))
    marks = [Mark(at, style.marker, f"marker series-{style.colour}") for at in points[number % every :: every]]
    return [Line(points, f"line series-{style.colour}", style.dash), *marks]


def _labels(curves: Sequence[Series], frame: _Frame, numbers: Sequence[int]) -> list[Shape]:
    """The name of each curve at its right end, pushed apart where two would overlap."""
    ends = [_end(curve, frame) for curve in curves]
    order = sorted(range(len(curves)), key=lambda at: ends[at])
    heights = _apart([ends[at] + 5 for at in order], frame.bottom + 5.0)
    x = frame.right + 12
    shapes: list[Shape] = []
    for at, y in zip(order, heights, strict=True):
        style = look(numbers[at])
        shapes.append(Line(((x - 4, y - 4), (x + 20, y - 4)), f"line series-{style.colour}", style.dash))
        shapes.append(Mark((x + 8, y - 4), style.marker, f"marker series-{style.colour}"))
        shapes.append(Text((x + 26, y), shortened(curves[at].name), "name"))
    return shapes


def _end(curve: Series, frame: _Frame) -> float:
    known = [float(y) for y in curve.mean if math.isfinite(y)]
    return frame.up(known[-1]) if known else frame.bottom


def _apart(heights: Sequence[float], lowest: float) -> list[float]:
    """Sorted ``heights``, moved as little as needed to stand `LABEL_GAP` apart and none below ``lowest``."""
    down: list[float] = []
    for height in heights:
        down.append(max(height, down[-1] + LABEL_GAP if down else height))
    ceiling, up = lowest, []
    for height in reversed(down):
        up.append(min(height, ceiling))
        ceiling = up[-1] - LABEL_GAP
    return up[::-1]
