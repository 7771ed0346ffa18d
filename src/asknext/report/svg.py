"""`svg`: a drawing as an SVG element for a page, `svg_file` as a file that stands alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from asknext.report.drawing import Area, Block, Dots, Drawing, Line, Mark, Point, Shape, Text
from asknext.report.marker import outline
from asknext.report.palette import LIGHT

__all__ = ["clean", "svg", "svg_file"]

STYLE = """
text { font: 13px system-ui, "Helvetica Neue", Arial, sans-serif; fill: #4b5563; stroke: none; }
text.name { font-weight: 600; fill: #16191d; } text.heading { font-size: 14px; font-weight: 600; fill: #16191d; }
.grid { stroke: #d5d9df; fill: none; } .tick { stroke: #4b5563; fill: none; }
.bar { stroke: #16191d; stroke-width: 5; fill: none; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; } .band { stroke: none; fill-opacity: .14; }
.dots { fill: none; stroke-linecap: round; } .dots.soft { stroke: #b6bcc6; } .block { stroke: none; }
.marker { stroke: none; } .marker.open { fill: none; stroke-width: 2; }
"""


def svg(drawing: Drawing, name: str, more: str = "") -> str:
    """An SVG element with the id ``name``, styled by the page; ``more`` is SVG of this room's own, drawn on top."""
    head = (
        f'<svg viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="img" id="{name}" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{clean(drawing.title)}</title>'
        f'<desc id="{name}-desc">{clean(drawing.description)}</desc>'
    )
    return "\n".join([head, *map(_shape, drawing.shapes), f"{more}</svg>"])


def svg_file(drawing: Drawing) -> str:
    """A whole SVG document with its colours in it, on white."""
    colours = "\n".join(f".series-{at} {{ fill: {each}; stroke: {each}; }}" for at, each in enumerate(LIGHT))
    # what a line is outweighs whose it is: written after the colours, with the same weight
    style = f"<style>\n{colours}{STYLE}</style>"
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width:g}" height="{drawing.height:g}" '
            f'viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="img">',
            f"<title>{clean(drawing.title)}</title><desc>{clean(drawing.description)}</desc>{style}",
            f'<rect width="{drawing.width:g}" height="{drawing.height:g}" fill="#ffffff"/>',
            *map(_shape, drawing.shapes),
            "</svg>\n",
        ]
    )


def clean(text: str) -> str:
    """Text from outside as markup: escaped, and without the characters that XML forbids."""
    kept = "".join(char if char.isprintable() or char in "\n\t" else "\ufffd" for char in text)
    return escape(kept)


def _shape(shape: Shape) -> str:
    return _WRITERS[type(shape)](shape)


def _line(line: Line) -> str:
    dash = f' stroke-dasharray="{line.dash}"' if line.dash else ""
    return f'<polyline class="{line.look}"{dash} points="{_points(line.points)}"/>'


def _area(area: Area) -> str:
    return f'<polygon class="{area.look}" points="{_points(area.points)}"/>'


def _mark(mark: Mark) -> str:
    return f'<polygon class="{mark.look}" points="{_points(outline(mark.kind, mark.at))}"/>'


def _text(text: Text) -> str:
    x, y = text.at
    place = f'transform="translate({x:.1f} {y:.1f}) rotate(-90)"' if text.turned else f'x="{x:.1f}" y="{y:.1f}"'
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    return f'<text class="{text.look}" {place}{anchor}>{clean(text.text)}</text>'


def _dots(dots: Dots) -> str:
    places = "".join(f"M{x:.1f},{y:.1f}h0" for x, y in dots.points)
    return f'<path class="{dots.look}" stroke-width="{2 * dots.radius:g}" d="{places}"/>'


def _block(block: Block) -> str:
    (x, y), size = block.at, f'width="{block.width:.1f}" height="{block.height:.1f}"'
    return f'<rect class="{block.look}" x="{x:.1f}" y="{y:.1f}" {size}/>'


_WRITERS: dict[type, Callable[..., str]] = {
    Line: _line,
    Area: _area,
    Mark: _mark,
    Text: _text,
    Dots: _dots,
    Block: _block,
}


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
