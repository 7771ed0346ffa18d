"""`scatter_drawing`: a map of all that was looked at, and the same map with what was chosen on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from asknext.report.chart import shortened
from asknext.report.drawing import Dots, Drawing, Line, Mark, Point, Shape, Text
from asknext.report.palette import MARKERS

__all__ = ["scatter_drawing"]

WIDTH, SIDE, TOP, GAP, LEGEND = 760, 360, 30, 40, 22
MOST, GROUPS = 4_000, 6
Positions = npt.NDArray[np.float32]


def scatter_drawing(
    title: str, positions: Positions, groups: Sequence[str | None], chosen: npt.NDArray[np.bool_]
) -> Drawing:
    """Two panels: before, coloured by group; after, what was chosen marked on all that was not.

    Parameters
    ----------
    positions : (m, 2). groups : of each, such as its video; None for none. chosen : (m,) bool.
    """
    drawn = _drawn(chosen)
    places = _placed(positions)
    names = [name for name, _ in Counter(each for each in groups if each is not None).most_common(GROUPS)]
    left, right = 0.0, float(SIDE + GAP)
    shapes: list[Shape] = [*_panel(left, "All that was read"), *_panel(right, "What was chosen")]
    shapes += _grouped(places, groups, names, drawn)
    shapes += _marked(places, chosen, drawn, right)
    shapes += _legend(names, len(names) < len(set(groups)))
    few = "" if len(drawn) == len(chosen) else f" {len(drawn):,} of {len(chosen):,} are drawn."
    described = f"{title}: {int(chosen.sum()):,} chosen of {len(chosen):,}.{few}"
    rows = -(-(len(names) + 1) // 3)
    return Drawing(WIDTH, TOP + SIDE + 14 + LEGEND * rows, shapes, title, described)


def _drawn(chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """All of the chosen, and of the others as many as an eye can tell apart."""
    others = np.flatnonzero(~chosen)
    if len(others) > MOST:
        others = np.random.default_rng(0).choice(others, MOST, replace=False)
    return np.sort(np.concatenate([others, np.flatnonzero(chosen)]))


def _placed(positions: Positions) -> Positions:
    """In pixels of a panel, with the same unit on both axes."""
    low, high = positions.min(axis=0), positions.max(axis=0)
    side = float((high - low).max()) or 1.0
    share = (positions - low + (side - (high - low)) / 2) / side
    share[:, 1] = 1 - share[:, 1]
    return np.asarray(10 + share * (SIDE - 20), dtype=np.float32)


def _points(places: Positions, which: npt.NDArray[np.intp], right: float = 0.0) -> list[Point]:
    return [(float(x) + right, float(y) + TOP) for x, y in places[which]]


def _panel(right: float, title: str) -> list[Shape]:
    corners = [(right, TOP), (right + SIDE, TOP), (right + SIDE, TOP + SIDE), (right, TOP + SIDE), (right, TOP)]
    return [Text((right, TOP - 10), title, "name"), Line([(x, float(y)) for x, y in corners], "grid")]


def _grouped(
    places: Positions, groups: Sequence[str | None], names: Sequence[str], drawn: npt.NDArray[np.intp]
) -> list[Shape]:
    of = np.array([names.index(each) if each in names else -1 for each in (groups[at] for at in drawn)])
    shapes: list[Shape] = [Dots(_points(places, drawn[of < 0]), "dots soft", 1.8)]
    shapes += [Dots(_points(places, drawn[of == at]), f"dots series-{at + 1}", 1.8) for at in range(len(names))]
    return shapes


def _marked(places: Positions, chosen: npt.NDArray[np.bool_], drawn: npt.NDArray[np.intp], right: float) -> list[Shape]:
    shapes: list[Shape] = [Dots(_points(places, drawn[~chosen[drawn]], right), "dots soft", 1.8)]
    marks = _points(places, np.flatnonzero(chosen), right)
    if len(marks) > MOST // 4:
        return [*shapes, Dots(marks, "dots series-2", 2.2)]
    return [*shapes, *(Mark(each, MARKERS[3], "marker series-1") for each in marks)]


def _legend(names: Sequence[str], more: bool) -> list[Shape]:
    entries = [*((f"dots series-{at + 1}", shortened(each, 28)) for at, each in enumerate(names))]
    entries += [("dots soft", "others")] if more or not names else []
    shapes: list[Shape] = []
    for at, (look, name) in enumerate(entries):
        x, y = (at % 3) * WIDTH / 3, TOP + SIDE + 20 + LEGEND * (at // 3)
        shapes += [Dots([(x + 5, y)], look, 4), Text((x + 16, y + 4), name)]
    return shapes
