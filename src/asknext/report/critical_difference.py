"""`critical_difference_diagram`: mean ranks on a line, and bars over those that cannot be told apart (Demsar 2006)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from asknext.report.chart import shortened
from asknext.report.drawing import Drawing, Line, Mark, Point, Shape, Text
from asknext.report.palette import look

__all__ = ["critical_difference_diagram"]

WIDTH, SIDE, AXIS, STEP, BAR = 760.0, 210.0, 62.0, 22.0, 9.0


def critical_difference_diagram(
    ranks: Mapping[str, float],
    groups: Sequence[Sequence[str]],
    difference: float | None,
    *,
    looks: Mapping[str, int],
    title: str,
    description: str,
) -> Drawing:
    """Names left and right of the axis, the best rank (1) at the left.

    Parameters
    ----------
    ranks : name -> mean rank, two or more.
    groups : names that a bar joins.
    difference : the critical difference, drawn to scale over the axis; None leaves it out.
    looks : name -> number for `palette.look`.
    """
    order = sorted(ranks, key=lambda name: (ranks[name], name))
    across = _Scale(len(order))
    bars = _bars(groups, ranks, across)
    below = AXIS + 16 + BAR * len(bars)
    shapes: list[Shape] = [*_axis(len(order), across), *_ruler(difference, across)]
    shapes += [Line(each, "bar") for each in bars]
    half = math.ceil(len(order) / 2)
    for side, names in ((-1, order[:half]), (1, order[half:][::-1])):
        for place, name in enumerate(names):
            shapes += _name(name, ranks[name], across, below + STEP * (place + 1), side, looks.get(name, 1))
    return Drawing(WIDTH, below + STEP * half + 18, shapes, title, description)


class _Scale:
    """Rank to pixels; 1 is at the left."""

    def __init__(self, names: int) -> None:
        self.most = max(names, 2)

    def __call__(self, rank: float) -> float:
        return SIDE + (rank - 1) / (self.most - 1) * (WIDTH - 2 * SIDE)


def _axis(names: int, across: _Scale) -> list[Shape]:
    shapes: list[Shape] = [Line(((across(1), AXIS), (across(max(names, 2)), AXIS)), "tick")]
    every = max(1, math.ceil(names / 12))
    for rank in range(1, max(names, 2) + 1):
        shapes.append(Line(((across(rank), AXIS - 5), (across(rank), AXIS)), "tick"))
        if (rank - 1) % every == 0:
            shapes.append(Text((across(rank), AXIS - 10), str(rank), anchor="middle"))
    shapes.append(Text((across(1) - 12, AXIS - 10), "better: mean rank", anchor="end"))
    return shapes


def _ruler(difference: float | None, across: _Scale) -> list[Shape]:
    if difference is None:
        return []
    # wider than the axis, it would run out of the picture
    shown = min(difference, across.most - 1.0)
    left, right, y = across(1), across(1 + shown), 16.0
    end = Line(((right, y - 4), (right, y + 4)), "tick")
    beyond = Text((right + 6, y + 4), "… wider than all ranks")
    return [
        Line(((left, y), (right, y)), "tick"),
        Line(((left, y - 4), (left, y + 4)), "tick"),
        end if shown == difference else beyond,
        Text((left - 12, y + 4), f"critical difference {difference:.2f}", anchor="end"),
    ]


def _bars(groups: Sequence[Sequence[str]], ranks: Mapping[str, float], across: _Scale) -> list[tuple[Point, Point]]:
    kept = [group for group in groups if len(group) > 1]
    bars = []
    for at, group in enumerate(kept):
        y = AXIS + 10 + BAR * at
        ends = [ranks[name] for name in group]
        bars.append(((across(min(ends)) - 4, y), (across(max(ends)) + 4, y)))
    return bars


def _name(name: str, rank: float, across: _Scale, y: float, side: int, number: int) -> list[Shape]:
    style = look(number)
    edge = SIDE - 24 if side < 0 else WIDTH - SIDE + 24
    words = f"{shortened(name, 22)}  {rank:.2f}" if side < 0 else f"{rank:.2f}  {shortened(name, 22)}"
    at = edge + side * 12
    return [
        Line(((across(rank), AXIS), (across(rank), y), (edge, y)), "tick"),
        Mark((edge + side * 3, y), style.marker, f"marker series-{style.colour}"),
        Text((at, y + 4), words, "name", "end" if side < 0 else "start"),
    ]
