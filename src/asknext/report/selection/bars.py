"""`bars_drawing`: shares of classes side by side; `histogram_drawing`: how a column lay before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from asknext.report.chart import shortened
from asknext.report.drawing import Area, Block, Drawing, Line, Point, Shape, Text
from asknext.report.ticks import ticks

__all__ = ["Shares", "bars_drawing", "histogram_drawing"]

WIDTH, NAME, RIGHT = 760, 190, 60
BAR, PAUSE, HEAD = 15, 14, 30
HEIGHT, LEFT, BOTTOM = 220, 56, 40


@dataclass(frozen=True)
class Shares:
    """One set of bars: a share from 0 to 1 a class, or None where there is none."""

    name: str
    values: Sequence[float | None]


def bars_drawing(title: str, names: Sequence[str], sets: Sequence[Shares]) -> Drawing:
    """A group of horizontal bars for each name, one bar a set."""
    known = [value for each in sets for value in each.values if value is not None]
    most = max(known, default=1.0) or 1.0
    group = BAR * len(sets) + PAUSE
    shapes: list[Shape] = []
    for at, each in enumerate(sets):
        x = NAME + at * 130
        shapes += [Block((x, 8), 10, 10, f"block series-{at + 1}"), Text((x + 16, 17), each.name)]
    for row, name in enumerate(names):
        top = HEAD + row * group
        shapes.append(Text((NAME - 10, top + group / 2), shortened(name, 24), "name", "end"))
        for at, each in enumerate(sets):
            shapes += _bar(each.values[row], top + at * BAR, most, at + 1)
    said = "; ".join(
        f"{name}: " + ", ".join(f"{each.name} {_percent(each.values[row])}" for each in sets)
        for row, name in enumerate(names)
    )
    return Drawing(WIDTH, HEAD + group * len(names) + 4, shapes, title, f"{said}.")


def _bar(value: float | None, top: float, most: float, series: int) -> list[Shape]:
    if value is None:
        return []
    width = max((WIDTH - NAME - RIGHT) * value / most, 0.5)
    text = Text((NAME + width + 6, top + BAR - 3), _percent(value))
    return [Block((NAME, top), width, BAR - 2, f"block series-{series}"), text]


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def histogram_drawing(
    title: str, edges: Sequence[float], before: Sequence[float], after: Sequence[float], label: str
) -> Drawing:
    """Shares of items in each bin, of all as an area and of the chosen as a line."""
    shares = [[each / (sum(counts) or 1) for each in counts] for counts in (before, after)]
    top = ticks(0.0, max([*shares[0], *shares[1], 1e-9]), 4)
    across = _scale(edges[0], edges[-1], LEFT, WIDTH - 20)
    up = _scale(0.0, top[-1], HEIGHT - BOTTOM, 34)
    shapes: list[Shape] = []
    for value in top:
        y = up(value)
        shapes += [Line([(LEFT, y), (WIDTH - 20, y)], "grid"), Text((LEFT - 8, y + 4), _percent(value), anchor="end")]
    for value in ticks(edges[0], edges[-1], 6):
        if edges[0] <= value <= edges[-1]:
            shapes.append(Text((across(value), HEIGHT - BOTTOM + 18), f"{value:,g}", anchor="middle"))
    for series, each in enumerate(shares, 1):
        steps = _steps(edges, each, across, up)
        shapes.append(Area([(LEFT, up(0.0)), *steps, (WIDTH - 20, up(0.0))], f"band series-{series}"))
        shapes.append(Line(steps, f"line series-{series}", "" if series == 1 else "7 4"))
        x = LEFT + (series - 1) * 150
        name = ("all that was read", "chosen")[series - 1]
        shapes += [Block((x, 8), 10, 10, f"block series-{series}"), Text((x + 16, 17), name)]
    shapes.append(Text(((LEFT + WIDTH) / 2, HEIGHT - 4), label, anchor="middle"))
    return Drawing(WIDTH, HEIGHT, shapes, title, f"{title}, from {edges[0]:g} to {edges[-1]:g}, in {len(before)} bins.")


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    span = (high - low) or 1.0
    return lambda value: start + (value - low) / span * (end - start)


def _steps(
    edges: Sequence[float],
    values: Sequence[float],
    across: Callable[[float], float],
    up: Callable[[float], float],
) -> list[Point]:
    points: list[Point] = []
    for left, right, value in zip(edges, edges[1:], values, strict=False):
        points += [(across(left), up(value)), (across(right), up(value))]
    return points
