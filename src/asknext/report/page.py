"""`page`: one self-contained HTML file; it can load nothing from anywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Any

from asknext.report.palette import palette_css

__all__ = ["cell", "page", "rows_table"]

# the browser refuses every request of the page, so that a report can be passed on without a thought
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'"


def page(title: str, body: str, data: Any = None, *, style: str = "", script: str | None = None) -> str:
    """A whole document.

    Parameters
    ----------
    body : HTML made by the caller, with everything from outside escaped.
    data : handed to the script as JSON, without NaN.
    style, script : CSS beside the page's own; JavaScript in place of the one that reads out a chart.
    """
    room = files("asknext.report")
    style = "\n".join([palette_css(), room.joinpath("page.css").read_text("utf-8"), style])
    script = room.joinpath("page.js").read_text("utf-8") if script is None else script
    held = json.dumps(data, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<style>
{style}</style>
</head>
<body>
<main>
{body}
</main>
<script type="application/json" id="data">{held}</script>
<script>
{script}</script>
</body>
</html>
"""


def cell(value: object, digits: int = 3) -> str:
    """A value for a person: floats with ``digits`` decimals, whole numbers with separators, nothing as a dash."""
    if value is None or value != value:
        return "–"
    if isinstance(value, float):
        return f"{value:.{digits}f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def rows_table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table; the first column names the row, the others hold values. All text is escaped."""
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    lines = [
        f'<tr><th scope="row">{escape(cell(row[0]))}</th>'
        + "".join(f"<td>{escape(cell(each))}</td>" for each in row[1:])
        + "</tr>"
        for row in rows
    ]
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>{chr(10).join(lines)}</tbody>\n</table></div>"
    )
