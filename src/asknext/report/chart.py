"""`line_chart`: curves with 95 % bands as one SVG element, told apart by colour, dash and marker alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from asknext.report.ticks import ticks

__all__ = ["Series", "line_chart", "x_range"]

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 180, 16, 52
DASHES = ("", "7 4", "2 3", "9 3 2 3")
LABEL_GAP = 17.0


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

    def across(self, value: float) -> float:
        return LEFT + (value - self.low) / (self.high - self.low) * (WIDTH - LEFT - RIGHT)

    def up(self, value: float) -> float:
        return HEIGHT - BOTTOM - (value - self.y[0]) / (self.y[-1] - self.y[0]) * (HEIGHT - TOP - BOTTOM)


def line_chart(curves: Sequence[Series], *, x_label: str, y_label: str, title: str, description: str) -> str:
    """An SVG element; styled by the classes ``axis``, ``grid``, ``band``, ``line`` and ``series-0`` to ``series-3``."""
    frame = _frame(curves)
    names = f'<title id="chart-title">{escape(title)}</title><desc id="chart-desc">{escape(description)}</desc>'
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="chart-title chart-desc" id="chart">{names}',
        *_axes(frame, x_label, y_label),
        *(_band(curve, frame, at) for at, curve in enumerate(curves)),
        *(_line(curve, frame, at) for at, curve in enumerate(curves)),
        *_labels(curves, frame),
        '<line class="cursor" id="cursor" visibility="hidden"/>',
        "</svg>",
    ]
    return "\n".join(parts)


def x_range(curves: Sequence[Series]) -> tuple[float, float]:
    """The first and the last value of the horizontal axis."""
    xs = [float(x) for curve in curves for x in curve.x]
    low, high = min(xs), max(xs)
    return (low, high) if high > low else (low - 1.0, high + 1.0)


def _frame(curves: Sequence[Series]) -> _Frame:
    low, high = x_range(curves)
    ys = [float(y) for curve in curves for y in (*curve.low, *curve.high, *curve.mean)]
    return _Frame(low, high, [x for x in ticks(low, high, 6) if low <= x <= high], ticks(min(ys), max(ys), 6))


def _axes(frame: _Frame, x_label: str, y_label: str) -> list[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    middle = (TOP + bottom) / 2
    parts = []
    for value in frame.y:
        at = frame.up(value)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{right}" y1="{at:.1f}" y2="{at:.1f}"/>')
        parts.append(f'<text class="axis" x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{value:g}</text>')
    for value in frame.x:
        at = frame.across(value)
        parts.append(f'<line class="tick" x1="{at:.1f}" x2="{at:.1f}" y1="{bottom}" y2="{bottom + 5}"/>')
        parts.append(f'<text class="axis" x="{at:.1f}" y="{bottom + 20}" text-anchor="middle">{value:,g}</text>')
    parts.append(f'<line class="tick" x1="{LEFT}" x2="{right}" y1="{bottom}" y2="{bottom}"/>')
    parts.append(
        f'<text class="axis" x="{(LEFT + right) / 2}" y="{HEIGHT - 8}" text-anchor="middle">{escape(x_label)}</text>'
    )
    parts.append(
        f'<text class="axis" transform="translate(16 {middle}) rotate(-90)" text-anchor="middle">'
        f"{escape(y_label)}</text>"
    )
    return parts


def _band(curve: Series, frame: _Frame, at: int) -> str:
    upper = [f"{frame.across(x):.1f},{frame.up(y):.1f}" for x, y in zip(curve.x, curve.high, strict=True)]
    lower = [f"{frame.across(x):.1f},{frame.up(y):.1f}" for x, y in zip(curve.x, curve.low, strict=True)]
    return f'<polygon class="band series-{at % 4}" points="{" ".join(upper + lower[::-1])}"/>'


def _line(curve: Series, frame: _Frame, at: int) -> str:
    points = [(frame.across(x), frame.up(y)) for x, y in zip(curve.x, curve.mean, strict=True)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    line = f'<polyline class="line series-{at % 4}" stroke-dasharray="{DASHES[at % 4]}" points="{path}"/>'
    return line + "".join(_marker(x, y, at) for x, y in points)


def _marker(x: float, y: float, at: int) -> str:
    style = f'class="marker series-{at % 4}"'
    shapes = (
        f'<circle {style} cx="{x:.1f}" cy="{y:.1f}" r="3.2"/>',
        f'<rect {style} x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6"/>',
        f'<polygon {style} points="{x:.1f},{y - 4:.1f} {x - 3.6:.1f},{y + 3:.1f} {x + 3.6:.1f},{y + 3:.1f}"/>',
        f'<polygon {style} points="{x:.1f},{y - 4:.1f} {x + 4:.1f},{y:.1f} {x:.1f},{y + 4:.1f} {x - 4:.1f},{y:.1f}"/>',
    )
    return shapes[at % 4]


def _labels(curves: Sequence[Series], frame: _Frame) -> list[str]:
    """The name of each curve at its right end, pushed apart where two would overlap."""
    order = sorted(range(len(curves)), key=lambda at: frame.up(curves[at].mean[-1]))
    heights = _apart([frame.up(curves[at].mean[-1]) + 5 for at in order], HEIGHT - BOTTOM + 5.0)
    x = WIDTH - RIGHT + 12
    parts = []
    for at, y in zip(order, heights, strict=True):
        name = escape(curves[at].name)
        parts.append(_marker(x, y - 4, at))
        parts.append(f'<text class="name series-{at % 4}" x="{x + 10}" y="{y:.1f}">{name}</text>')
    return parts


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
