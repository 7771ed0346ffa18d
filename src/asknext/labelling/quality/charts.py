"""`chart_html`: a chart of the report as HTML or SVG, with its numbers readable without seeing."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from asknext.report.chart import Series, line_chart
from asknext.report.page import cell
from asknext.report.svg import svg

__all__ = ["chart_html"]


def chart_html(chart: Mapping[str, Any], name: str) -> str:
    """HTML of a chart made by `bars`, `lines` or `matrix`; ``name`` is its id on the page."""
    made = {"bars": _bars, "lines": _lines, "matrix": _matrix}[chart["kind"]](chart, name)
    return f"<h3>{escape(chart['title'])}</h3>{made}"


def _bars(chart: Mapping[str, Any], _name: str) -> str:
    marks = chart["marks"] or [None] * len(chart["values"])
    most = max([*chart["values"], *(mark for mark in marks if mark is not None), 1e-9])
    lines = "".join(
        f'<span>{escape(str(name))}</span><span class="track"><span class="fill" style="width:'
        f'{100 * value / most:.2f}%"></span>'
        f"{_goal(mark, most)}</span><span>{escape(cell(value))}</span>"
        for name, value, mark in zip(chart["names"], chart["values"], marks, strict=True)
    )
    return f'<div class="bars">{lines}</div>'


def _goal(mark: float | None, most: float) -> str:
    return "" if mark is None else f'<span class="goal" title="{mark:g}" style="left:{100 * mark / most:.2f}%"></span>'


def _lines(chart: Mapping[str, Any], name: str) -> str:
    curves = [
        Series(each["name"], chart["x"], each["values"], each["values"], each["values"]) for each in chart["series"]
    ]
    if not curves or not chart["x"]:
        return ""
    said = ", ".join(f"{each['name']} {each['values'][-1]:.2f}" for each in chart["series"])
    drawing = line_chart(
        curves, x_label=chart["x_label"], y_label="share", title=chart["title"], description=f"At the end: {said}."
    )
    return svg(drawing, name)


def _matrix(chart: Mapping[str, Any], _name: str) -> str:
    known = [abs(value) for row in chart["values"] for value in row if value is not None]
    most = max([*known, 1e-9])
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in chart["columns"])
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>' + "".join(_shaded(value, most) for value in values) + "</tr>"
        for name, values in zip(chart["rows"], chart["values"], strict=True)
    )
    corner = escape(f"{chart['row_label']} \\ {chart['column_label']}")
    label = escape(chart["title"])
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table class="heat"><thead><tr>'
        f'<th scope="col">{corner}</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _shaded(value: float | None, most: float) -> str:
    if value is None:
        return "<td>–</td>"
    share = 45 * abs(value) / most
    digits = 0 if isinstance(value, int) else 2
    colour = f"color-mix(in srgb, var(--series-1) {share:.0f}%, transparent)"
    return f'<td style="background:{colour}">{cell(value, digits)}</td>'
