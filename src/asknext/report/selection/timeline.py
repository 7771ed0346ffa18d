"""`timeline_drawing`: the moments chosen along each video."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from asknext.report.chart import shortened
from asknext.report.drawing import Drawing, Line, Mark, Shape, Text

__all__ = ["timeline_drawing"]

WIDTH, LEFT, RIGHT, ROW, TOP = 760, 190, 70, 30, 24


def timeline_drawing(videos: Sequence[Mapping[str, Any]]) -> Drawing:
    """A line a video, as long as it is beside the others; a diamond a chosen frame, a cross one chosen earlier."""
    longest = max((_duration(each) for each in videos), default=1.0) or 1.0
    shapes: list[Shape] = []
    for row, video in enumerate(videos):
        y = TOP + row * ROW
        scale = (WIDTH - LEFT - RIGHT) / longest
        end = LEFT + _duration(video) * scale
        shapes += [
            Text((LEFT - 10, y + 4), shortened(str(video["name"]), 26), "name", "end"),
            Line([(LEFT, y), (end, y)], "tick"),
            Line([(LEFT, y - 5), (LEFT, y + 5)], "tick"),
            Line([(end, y - 5), (end, y + 5)], "tick"),
            Text((end + 8, y + 4), f"{_duration(video):.1f} s"),
        ]
        for name, kind, series in (("preselected", "cross", 2), ("selected", "diamond", 1)):
            for each in video.get(name) or ():
                x = LEFT + min(float(each["seconds"] or 0.0), longest) * scale
                shapes.append(Mark((x, y), kind, f"marker series-{series}"))
    said = "; ".join(f"{each['name']}: {len(each.get('selected') or ())} frames" for each in videos)
    return Drawing(WIDTH, TOP + ROW * len(videos), shapes, "Chosen moments", f"{said}.")


def _duration(video: Mapping[str, Any]) -> float:
    last = max((float(each["seconds"] or 0.0) for each in video.get("selected") or ()), default=0.0)
    return max(float(video.get("duration") or 0.0), last)
