"""`save_drawing`: a drawing as a file for a paper: SVG by itself, PNG and PDF by matplotlib."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from asknext.errors import MissingExtra, UnknownName
from asknext.report.drawing import Area, Block, Dots, Drawing, Line, Mark, Shape, Text
from asknext.report.marker import outline
from asknext.report.palette import LIGHT
from asknext.report.svg import svg_file

__all__ = ["FONTS", "FORMATS", "check_formats", "paint_drawing", "save_drawing"]

FORMATS = ("svg", "png", "pdf")
_INK, _SOFT, _RULE, _PALE = "#16191d", "#4b5563", "#d5d9df", "#b6bcc6"
# Names from outside are text and no formulas; fonts go in as outlines that every reader can edit and search.
FONTS: Any = {"text.parse_math": False, "pdf.fonttype": 42, "font.family": "sans-serif"}
_STROKES = {"grid": (_RULE, 1.0), "tick": (_SOFT, 1.0), "bar": (_INK, 5.0)}
_DPI, _PIXEL = 200, 72 / 96
_NO_DATE = {"png": {"Software": None}, "pdf": {"CreationDate": None, "Producer": None, "Creator": None}}


def check_formats(formats: list[str]) -> None:
    """Raises `UnknownName` for what is none of `FORMATS`, `MissingExtra` where matplotlib is needed and absent."""
    for each in formats:
        if each not in FORMATS:
            raise UnknownName("figure format", each, FORMATS)
    if {"png", "pdf"} & set(formats):
        try:
            import matplotlib  # noqa: F401
        except ImportError as error:
            raise MissingExtra("A figure as PNG or PDF", "matplotlib", "figures") from error


def save_drawing(drawing: Drawing, path: Path) -> None:
    """Write ``drawing`` in the format that the ending of ``path`` names; the same drawing gives the same bytes."""
    kind = path.suffix.lstrip(".")
    if kind == "svg":
        path.write_text(svg_file(drawing), encoding="utf-8")
        return
    check_formats([kind])
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with rc_context(FONTS):
        figure = Figure(figsize=(drawing.width / 96, drawing.height / 96))
        FigureCanvasAgg(figure)
        paint_drawing(figure.add_axes((0.0, 0.0, 1.0, 1.0)), drawing)
        figure.savefig(path, dpi=_DPI, format=kind, metadata=_NO_DATE[kind])


def paint_drawing(axes: Any, drawing: Drawing) -> None:
    """Draw onto the axes of a figure of matplotlib, which take the drawing's own scale."""
    axes.set_axis_off()
    axes.set_xlim(0, drawing.width)
    axes.set_ylim(drawing.height, 0)
    for order, shape in enumerate(drawing.shapes):
        _paint(axes, shape, order)


def _paint(axes: Any, shape: Shape, order: int) -> None:
    if isinstance(shape, Line):
        _line(axes, shape, order)
    elif isinstance(shape, Area):
        if shape.points:
            axes.fill(*zip(*shape.points, strict=True), color=_colour(shape.look), alpha=0.14, lw=0, zorder=order)
    elif isinstance(shape, Mark):
        points = outline(shape.kind, shape.at)
        axes.fill(*zip(*points, strict=True), color=_colour(shape.look), lw=0, zorder=order)
    elif isinstance(shape, Dots):
        _dots(axes, shape, order)
    elif isinstance(shape, Block):
        (x, y), colour = shape.at, _colour(shape.look)
        right, bottom = x + shape.width, y + shape.height
        axes.fill([x, right, right, x], [y, y, bottom, bottom], color=colour, lw=0, zorder=order)
    else:
        _text(axes, shape, order)


def _line(axes: Any, line: Line, order: int) -> None:
    colour, width = _STROKES.get(line.look) or (_colour(line.look), 2.0)
    points = width * _PIXEL
    # dashes are told in units of the line's width
    dash = (0, tuple(float(each) / width for each in line.dash.split())) if line.dash else "solid"
    xs, ys = zip(*line.points, strict=True) if line.points else ((), ())
    axes.plot(xs, ys, color=colour, lw=points, ls=dash, zorder=order, solid_capstyle="butt", dash_capstyle="butt")


def _text(axes: Any, text: Text, order: int) -> None:
    strong = text.look in ("name", "heading")
    anchor = {"start": "left", "middle": "center", "end": "right"}[text.anchor]
    axes.text(
        *text.at,
        "".join(char if char.isprintable() else "\ufffd" for char in text.text),
        size=13 * _PIXEL,
        color=_INK if strong else _SOFT,
        weight="bold" if strong else "normal",
        rotation=90 if text.turned else 0,
        rotation_mode="anchor",
        ha=anchor,
        va="baseline",
        zorder=order,
    )


def _dots(axes: Any, dots: Dots, order: int) -> None:
    xs, ys = zip(*dots.points, strict=True) if dots.points else ((), ())
    look = {"marker": "o", "markersize": 2 * dots.radius * _PIXEL, "markeredgewidth": 0}
    axes.plot(xs, ys, linestyle="none", color=_colour(dots.look), zorder=order, **look)


def _colour(look: str) -> str:
    """Of a class like ``band series-3``."""
    if look.endswith("soft"):
        return _PALE
    return LIGHT[int(look.rpartition("-")[2])]
