"""`html_report`: the sections as one self-contained page."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from html import escape
from itertools import count

from asknext.report.drawing import Drawing, Point
from asknext.report.page import page, rows_table
from asknext.report.selection.section import Code, Outline, Part, Pictured, Pictures, Section, Table, Words
from asknext.report.svg import clean, svg

__all__ = ["html_report"]

STYLE = """
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 1rem; margin: 0; }
.pictures figure { margin: 0; }
.pictures svg { min-width: 0; border-radius: 4px; background: var(--panel); }
.pictures figcaption { font-size: .85rem; color: var(--soft); overflow-wrap: anywhere; }
.found { fill: none; stroke: #ffb000; stroke-width: 2; vector-effect: non-scaling-stroke; }
.found.below { stroke: #16191d; stroke-width: 4; }
.pictures svg text.word { fill: #16191d; font: 600 12px system-ui, sans-serif; }
.plate { fill: #ffb000; }
pre { background: var(--panel); padding: 1rem; overflow-x: auto; border-radius: 6px; font-size: .875rem; }
td { white-space: normal; }
"""


def html_report(title: str, sections: Sequence[Section]) -> str:
    """A whole document; every text from outside is escaped, and nothing is loaded from anywhere."""
    names = count(1)
    body = [f"<header><h1>{escape(title)}</h1></header>"]
    for each in sections:
        parts = "\n".join(_part(part, next(names)) for part in each.parts)
        body.append(f"<section>\n<h2>{escape(each.title)}</h2>\n{parts}\n</section>")
    return page(title, "\n".join(body), style=STYLE, script="")


def _part(part: Part, number: int) -> str:
    if isinstance(part, Words):
        return "".join(f"<p>{clean(each)}</p>" for each in part.sentences)
    if isinstance(part, Table):
        return rows_table(part.caption, part.heads, part.rows)
    if isinstance(part, Code):
        return f'<pre tabindex="0"><code>{clean(part.text)}</code></pre>'
    if isinstance(part, Drawing):
        frame = '<div class="scroll" tabindex="0" role="region" aria-label='
        return f'{frame}"{clean(part.title)}">{svg(part, f"chart-{number}")}</div>'
    return _pictures(part)


def _pictures(part: Pictures) -> str:
    return f'<div class="pictures">{"".join(map(_picture, part.pictures))}</div>'


def _picture(one: Pictured) -> str:
    height, width = one.pixels.shape[:2]
    data = base64.b64encode(_jpeg(one)).decode()
    found = "".join(_outline(each, width, height) for each in one.outlines)
    label, why = clean(one.name), f"<br>{clean(one.why)}" if one.why else ""
    return (
        f'<figure><svg viewBox="0 0 {width} {height}" role="img" aria-label="{label}">'
        f'<image href="data:image/jpeg;base64,{data}" width="{width}" height="{height}"/>{found}</svg>'
        f"<figcaption><strong>{label}</strong>{why}</figcaption></figure>\n"
    )


def _jpeg(one: Pictured) -> bytes:
    from PIL import Image

    target = io.BytesIO()
    Image.fromarray(one.pixels).save(target, "JPEG", quality=82)
    return target.getvalue()


def _outline(one: Outline, width: int, height: int) -> str:
    rings = "".join(f"M{_path(ring, width, height)}Z" for ring in one.rings if ring)
    dots = "".join(f'<circle class="plate" cx="{x * width:.1f}" cy="{y * height:.1f}" r="3"/>' for x, y in one.points)
    # a dark line below the bright one is seen on any picture
    lines = f'<path class="found below" d="{rings}"/><path class="found" d="{rings}"/>' if rings else ""
    return lines + dots + _name(one, width, height)


def _name(one: Outline, width: int, height: int) -> str:
    points = [*(point for ring in one.rings for point in ring), *one.points]
    if not one.name or not points:
        return ""
    left, top = min(x for x, _ in points) * width, max(min(y for _, y in points) * height, 15)
    size = 7 * len(one.name) + 6
    left = max(0.0, min(left, width - size))
    return (
        f'<rect class="plate" x="{left:.1f}" y="{top - 15:.1f}" width="{size}" height="15"/>'
        f'<text class="word" x="{left + 3:.1f}" y="{top - 4:.1f}">{clean(one.name)}</text>'
    )


def _path(ring: Sequence[Point], width: int, height: int) -> str:
    return "L".join(f"{x * width:.1f},{y * height:.1f}" for x, y in ring)
