"""`simulation_page`: the report of a simulation, protocol first, as one HTML file."""

from __future__ import annotations

import math
from html import escape
from typing import Any

from asknext.report.chart import LEFT, TOP, WIDTH, foot, line_chart, side, x_range
from asknext.report.comparison import Comparison, Estimate, verdict
from asknext.report.page import page, rows_table
from asknext.report.svg import svg

__all__ = ["simulation_page"]


def simulation_page(found: Comparison) -> str:
    """A self-contained document; every word from outside is escaped."""
    names = " and ".join(curve.name for curve in found.curves)
    body = "\n".join(
        [
            f"<header><h1>{escape(found.title)}: {escape(names)}</h1>",
            '<p class="soft">Active learning simulated on labelled data: the annotator is played by the known labels.'
            "</p></header>",
            _answers(found),
            _protocol(found),
            _curve(found),
            _areas(found),
            _rivals(found),
            _time(found),
            _points(found),
        ]
    )
    return page(f"{found.title}: {names}", body, _data(found))


def _answers(found: Comparison) -> str:
    blocks = []
    for rival in found.rivals:
        sentences = "".join(f"<p>{escape(sentence)}</p>" for sentence in verdict(found, rival))
        blocks.append(f'<div class="answer">{sentences}</div>')
    return "<section>\n<h2>In short</h2>\n" + "\n".join(blocks) + "\n</section>"


def _protocol(found: Comparison) -> str:
    items = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in found.protocol)
    return f"<section>\n<h2>Protocol</h2>\n<dl>{items}</dl>\n</section>"


def _curve(found: Comparison) -> str:
    chart = line_chart(
        found.curves,
        x_label="labels",
        y_label=found.metric_words,
        title=f"{found.metric_words} over the number of labels",
        description=" ".join(f"{curve.name} ends at {curve.mean[-1]:.3f}." for curve in found.curves)
        + " All points are in the table at the end.",
        looks=_looks(found),
    )
    element = svg(chart, "chart", '<line class="cursor" id="cursor" visibility="hidden"/>')
    return (
        f"<section>\n<h2>Learning curves</h2>\n<p class='soft'>Mean over {found.seeds} seeds; the band is the 95 % "
        f"interval of that mean.</p>\n<div tabindex='0' role='group' "
        f"aria-label='Chart; arrow keys read out its points' class='scroll'>{element}</div>\n"
        "<p id='readout' role='status'></p>\n</section>"
    )


def _looks(found: Comparison) -> list[int]:
    """The baseline in ink, the others in the order they came."""
    others = [curve.name for curve in found.curves if curve.name != found.baseline]
    return [0 if curve.name == found.baseline else 1 + others.index(curve.name) for curve in found.curves]


def _areas(found: Comparison) -> str:
    rows = [
        (curve.name, found.areas[curve.name].value, _interval(found.areas[curve.name]), float(curve.mean[-1]))
        for curve in found.curves
    ]
    heads = ("strategy", f"mean {found.metric_words} over the curve", "95 % interval", "at the end")
    table = rows_table("Area divided by its width", heads, rows)
    return f"<section>\n<h2>Area under the curves</h2>\n{table}\n</section>"


def _rivals(found: Comparison) -> str:
    rows = [
        (
            rival.name,
            f"{rival.difference.value:+.4f}",
            _interval(rival.difference, 4),
            f"{rival.wins} / {rival.ties} / {rival.losses}",
            "none" if rival.saved is None else f"{rival.saved.value:,.0f}",
            "–" if rival.saved is None else _interval(rival.saved, 0),
        )
        for rival in found.rivals
    ]
    heads = ("strategy", "area difference", "95 % interval", "won / drawn / lost", "labels saved", "95 % interval")
    caption = (
        f"Paired by seed; labels saved at the {found.metric_words} of {found.final(found.baseline):.3f} "
        f"that {found.baseline} ended with"
    )
    return f"<section>\n<h2>Against {escape(found.baseline)}</h2>\n{rows_table(caption, heads, rows)}\n</section>"


def _time(found: Comparison) -> str:
    kinds = sorted({kind for each in found.seconds.values() for kind in each})
    rows = [(name, *(float(each.get(kind, 0.0)) for kind in kinds)) for name, each in found.seconds.items()]
    if not rows:
        return ""
    table = rows_table("Seconds of one run, mean over seeds", ("strategy", *kinds), rows)
    return f"<section>\n<h2>Time</h2>\n{table}\n</section>"


def _points(found: Comparison) -> str:
    heads = ["labels"]
    for curve in found.curves:
        heads += [curve.name, "95 % interval"]
    rows: list[list[object]] = []
    for at, labels in enumerate(found.curves[0].x):
        row: list[object] = [f"{labels:,g}"]
        for curve in found.curves:
            row += [float(curve.mean[at]), _interval(Estimate(curve.mean[at], curve.low[at], curve.high[at]))]
        rows.append(row)
    table = rows_table(f"{found.metric_words} after each round", heads, rows)
    return f"<section>\n<details>\n<summary>All points of the curves</summary>\n{table}\n</details>\n</section>"


def _interval(estimate: Estimate, digits: int = 3) -> str:
    low, high = (
        f"{bound:,.{digits}f}" if math.isfinite(bound) else "not known" for bound in (estimate.low, estimate.high)
    )
    return low if low == high == "not known" else f"{low} to {high}".replace("-", "−")


def _data(found: Comparison) -> dict[str, Any]:
    low, high = x_range(found.curves)
    frame = {
        "x": [float(x) for x in found.curves[0].x],
        "left": LEFT,
        "right": side(found.curves),
        "top": TOP,
        "bottom": foot(len(found.curves)),
        "width": WIDTH,
        "low": low,
        "high": high,
    }
    curves = [
        {
            "name": curve.name,
            "mean": list(map(float, curve.mean)),
            "low": list(map(float, curve.low)),
            "high": list(map(float, curve.high)),
        }
        for curve in found.curves
    ]
    return {"frame": frame, "curves": curves}
