"""`Markup`: HTML made here; every other text is escaped on its way into a page. Tables, definitions, interval bars."""

from __future__ import annotations

import math
from collections.abc import Sequence

from asknext.report.chart import shortened
from asknext.report.comparison import Estimate
from asknext.report.svg import clean

__all__ = [
    "Markup",
    "bar",
    "beside",
    "counted",
    "definitions",
    "forest",
    "number",
    "percent",
    "section",
    "signed",
    "span",
    "table",
    "text",
]

LONGEST = 300
_FOREST = 150.0


class Markup(str):
    """HTML that may stand as it is."""

    __slots__ = ()


def text(value: object, most: int = LONGEST) -> str:
    """Anything as HTML text: what is `Markup` stays, the rest is escaped and cut at ``most`` characters."""
    return value if isinstance(value, Markup) else clean(shortened(str(value), most))


def number(value: float | None, digits: int = 3) -> str:
    """A number for a person, with a true minus sign; a dash where there is none."""
    if value is None or math.isnan(value):
        return "–"
    if math.isinf(value):
        return "never" if value > 0 else "−∞"
    return f"{value:,.{digits}f}".replace("-", "−")


def signed(value: float, digits: int = 3) -> str:
    """A difference, with its sign."""
    return "–" if not math.isfinite(value) else f"{value:+,.{digits}f}".replace("-", "−")


def percent(share: float) -> str:
    """A share for a person; what is rare is not called nothing."""
    return f"{100 * share:.2g} %" if 0 < share < 0.095 else f"{100 * share:.0f} %"


def span(estimate: Estimate, digits: int = 3, *, sign: bool = False) -> str:
    """The interval in words."""
    low, high = estimate.low, estimate.high
    if not (math.isfinite(low) or math.isfinite(high)):
        return "not known"
    shown = signed if sign else number
    return " to ".join(shown(each, digits) if math.isfinite(each) else "?" for each in (low, high))


def beside(estimate: Estimate, digits: int = 3, *, sign: bool = False) -> str:
    """The interval in brackets after a blank; nothing where it is not known."""
    known = math.isfinite(estimate.low) or math.isfinite(estimate.high)
    return f" ({span(estimate, digits, sign=sign)})" if known else ""


def counted(number: int, word: str) -> str:
    """``1 seed``, ``2 seeds``."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[object]], *, file: str = "") -> Markup:
    """A table whose first column names the row. ``file`` names the CSV that the page offers of it."""
    head = "".join(f'<th scope="col">{_broken(text(each))}</th>' for each in heads)
    body = "\n".join(
        f'<tr><th scope="row">{text(row[0], 120)}</th>'
        + "".join(f"<td>{text(each)}</td>" for each in row[1:])
        + "</tr>"
        for row in rows
    )
    name = clean(shortened(file or caption, 80))
    label = clean(shortened(caption, 200))
    return Markup(
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table data-file="{name}">'
        f"<caption>{text(caption, 600)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>"
    )


def _broken(head: str) -> str:
    """A long name may go on in the next line after an underscore."""
    return head.replace("_", "_<wbr>")


def definitions(pairs: Sequence[tuple[str, object]]) -> Markup:
    """Names and values."""
    inside = "".join(f"<dt>{text(name, 80)}</dt><dd>{text(value, 2000)}</dd>" for name, value in pairs)
    return Markup(f"<dl>{inside}</dl>")


def section(name: str, heading: str, *parts: str) -> Markup:
    """A part of the page under its heading."""
    body = "\n".join(part for part in parts if part)
    return Markup(f'<section id="{name}">\n<h2>{text(heading)}</h2>\n{body}\n</section>')


def forest(estimate: Estimate, low: float, high: float, colour: int) -> Markup:
    """A dot with its interval between ``low`` and ``high``, to be read down a column."""
    width = high - low or 1.0
    a, at, b = (
        4 + (min(max(each, low), high) - low) / width * (_FOREST - 8)
        for each in (estimate.low, estimate.value, estimate.high)
    )
    return Markup(
        f'<svg class="forest" viewBox="0 0 {_FOREST:g} 16" aria-hidden="true">'
        f'<path class="grid" d="M0 8H{_FOREST:g}"/><path class="whisker series-{colour}" d="M{a:.1f} 8H{b:.1f}"/>'
        f'<circle class="marker series-{colour}" cx="{at:.1f}" cy="8" r="4"/></svg>'
    )


def bar(share: float, words: str) -> Markup:
    """``words`` over a bar of ``share`` of the width."""
    width = min(max(share, 0.0), 1.0) * 100 if math.isfinite(share) else 0.0
    return Markup(f'<span class="bar" style="--share:{width:.1f}%">{clean(words)}</span>')
