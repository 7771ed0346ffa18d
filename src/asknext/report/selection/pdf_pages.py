"""`save_pdf_report`: the sections as pages of A4, by matplotlib."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from asknext.report.drawing import Drawing
from asknext.report.page import cell
from asknext.report.palette import LIGHT
from asknext.report.picture_file import FONTS, check_formats, paint_drawing
from asknext.report.selection.section import Code, Part, Pictured, Pictures, Section, Table, Words

__all__ = ["save_pdf_report"]

_A4, _LEFT, _WIDTH, _TOP, _BOTTOM = (8.27, 11.69), 0.75, 6.77, 10.95, 0.7
_LINE, _ACROSS, _TEXT, _CODE, _SHORT = 0.185, 3, 104, 96, 24
_INK, _SOFT, _FOUND = "#16191d", "#4b5563", "#ffb000"
_NO_DATE = {"CreationDate": None, "Producer": None, "Creator": None}


def save_pdf_report(path: Path, title: str, sections: Sequence[Section]) -> None:
    """Write ``path``; the same sections give the same bytes. Raises `MissingExtra` where matplotlib is absent."""
    check_formats(["pdf"])
    from matplotlib import rc_context
    from matplotlib.backends.backend_pdf import PdfPages

    with rc_context(FONTS), PdfPages(path, metadata=_NO_DATE) as pages:
        paper = _Paper(pages)
        paper.line(title, size=17, strong=True)
        for section in sections:
            paper.need(0.6 + _together(section.parts))
            paper.space(0.2)
            paper.line(section.title, size=13, strong=True)
            for at, part in enumerate(section.parts):
                paper.need(_together(section.parts[at:]))
                _add(paper, part)
        paper.end()


class _Paper:
    """Sheets that are filled from the top; a new one begins where the next thing has no room."""

    def __init__(self, pages: Any) -> None:
        self._pages, self._y, self._number = pages, 0.0, 0
        self._figure: Any = None
        self._begin()

    def _begin(self) -> None:
        from matplotlib.figure import Figure

        self._figure, self._y, self._number = Figure(figsize=_A4), _TOP, self._number + 1
        self._text(_LEFT + _WIDTH, 0.4, str(self._number), size=8, ha="right")

    def end(self) -> None:
        """Finish the sheet at hand."""
        self._pages.savefig(self._figure)

    def need(self, height: float) -> None:
        """A new sheet where less than ``height`` inches are left."""
        if self._y - height < _BOTTOM:
            self.end()
            self._begin()

    def space(self, height: float) -> None:
        """Leave some room."""
        self._y -= height

    def line(self, text: str, *, size: float = 9, strong: bool = False, code: bool = False) -> None:
        """One line of text."""
        height = _LINE * size / 9
        self.need(height)
        self._y -= height
        family = {"family": "monospace"} if code else {}
        self._text(_LEFT, self._y, text, size=size, weight="bold" if strong else "normal", **family)

    def columns(self, texts: Sequence[str], places: Sequence[float], *, strong: bool = False) -> None:
        """One line of cells at their ``places``, in inches from the left margin."""
        self.need(_LINE)
        self._y -= _LINE
        for text, at in zip(texts, places, strict=True):
            self._text(_LEFT + at, self._y, text, size=8, weight="bold" if strong else "normal")

    def axes(self, left: float, width: float, height: float) -> Any:
        """Axes below what stands there; the caller has asked for the room and leaves it afterwards."""
        box = (left / _A4[0], (self._y - height) / _A4[1], width / _A4[0], height / _A4[1])
        return self._figure.add_axes(box)

    def _text(self, x: float, y: float, text: str, **look: Any) -> None:
        kept = "".join(char if char.isprintable() else "\ufffd" for char in text)
        self._figure.text(x / _A4[0], y / _A4[1], kept, color=_INK, **look)


def _together(parts: Sequence[Part]) -> float:
    """What stands on one sheet at the least: words are not parted from the drawing that they are about."""
    height = 0.0
    for part in parts:
        if isinstance(part, Words):
            height += _LINE * sum(len(textwrap.wrap(each, _TEXT)) for each in part.sentences)
            continue
        return height + (_WIDTH * part.height / part.width + 0.1 if isinstance(part, Drawing) else 0.8)
    return height


def _add(paper: _Paper, part: Part) -> None:
    if isinstance(part, Words):
        for sentence in part.sentences:
            for line in textwrap.wrap(sentence, _TEXT):
                paper.line(line)
        paper.space(0.08)
    elif isinstance(part, Code):
        for line in part.text.splitlines():
            for piece in textwrap.wrap(line, _CODE, drop_whitespace=False) or [""]:
                paper.line(piece, size=8, code=True)
    elif isinstance(part, Table):
        _table(paper, part)
    elif isinstance(part, Drawing):
        height = _WIDTH * part.height / part.width
        paper.need(height + 0.1)
        paint_drawing(paper.axes(_LEFT, _WIDTH, height), part)
        paper.space(height + 0.12)
    else:
        _pictures(paper, part)


def _table(paper: _Paper, table: Table) -> None:
    """Columns as wide as their longest cell; where that is too much, those of long texts are made narrower."""
    rows = [[cell(each) for each in row] for row in table.rows]
    longest = [max(len(each) for each in column) + 2 for column in zip(table.heads, *rows, strict=True)]
    limits = [min(each, 60) for each in longest]
    room, short = _WIDTH / 0.068, sum(each for each in limits if each <= _SHORT)
    share = min(1.0, (room - short) / max(sum(limits) - short, 1))
    wide = [each if each <= _SHORT else max(each * share, _SHORT / 2) for each in limits]
    places = [sum(wide[:at]) * 0.068 for at in range(len(wide))]
    paper.need(3 * _LINE)
    paper.space(0.05)
    paper.line(table.caption, size=8)
    for at, row in enumerate([list(table.heads), *rows]):
        cut = [_cut(text, int(width)) for text, width in zip(row, wide, strict=True)]
        paper.columns(cut, places, strong=at == 0)
    paper.space(0.1)


def _cut(text: str, most: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) < most else flat[: max(most - 2, 1)] + "…"


def _pictures(paper: _Paper, part: Pictures) -> None:
    side = _WIDTH / _ACROSS - 0.12
    for start in range(0, len(part.pictures), _ACROSS):
        row = part.pictures[start : start + _ACROSS]
        heights = [min(side * one.pixels.shape[0] / one.pixels.shape[1], side * 1.3) for one in row]
        paper.need(max(heights) + 0.45)
        for at, (one, height) in enumerate(zip(row, heights, strict=True)):
            _picture(paper.axes(_LEFT + at * (side + 0.12), side, height), one)
        paper.space(max(heights) + 0.1)
        words = [_cut(one.name, 34) for one in row]
        paper.columns(words, [at * (side + 0.12) for at in range(len(row))])
        paper.space(0.12)


def _picture(axes: Any, one: Pictured) -> None:
    height, width = one.pixels.shape[:2]
    axes.set_axis_off()
    axes.imshow(one.pixels, aspect="equal", extent=(0, width, height, 0))
    for outline in one.outlines:
        for ring in outline.rings:
            xs, ys = [x * width for x, _ in (*ring, ring[0])], [y * height for _, y in (*ring, ring[0])]
            axes.plot(xs, ys, color=LIGHT[0], lw=2.2)
            axes.plot(xs, ys, color=_FOUND, lw=1.1)
        for x, y in outline.points:
            axes.plot(x * width, y * height, "o", color=_FOUND, ms=3)
        places = [*(point for ring in outline.rings for point in ring), *outline.points]
        if outline.name and places:
            at = (min(x for x, _ in places) * width, min(y for _, y in places) * height)
            plate = {"facecolor": _FOUND, "edgecolor": "none", "pad": 1}
            axes.text(*at, _cut(outline.name, 30), size=5, color=_INK, bbox=plate, clip_on=True, va="bottom")
