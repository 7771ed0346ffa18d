"""`schedules_part`: batch schedules side by side, a query-depth comparison for every problem."""

from __future__ import annotations

import math

from asknext.lab.report.findings import Findings, ScheduleTable
from asknext.lab.report.markup import Markup, number, section, signed, span, table, text
from asknext.lab.report.strategy_name import Names
from asknext.report.comparison import Estimate

__all__ = ["schedules_part"]


def schedules_part(found: Findings, names: Names) -> Markup:
    """Nothing where a study has one schedule."""
    if not found.schedules:
        return Markup("")
    blocks = "\n".join(_block(each, found, names) for each in found.schedules)
    lead = (
        "<p class='soft'>How many labels are asked for at once, everything else alike. Areas are taken over the labels "
        "that all the schedules cover, so that they can be compared.</p>"
    )
    return section("schedules", "Batch sizes side by side", lead, blocks)


def _block(side: ScheduleTable, found: Findings, names: Names) -> str:
    numbers = [
        str(at)
        for at, each in enumerate(found.problems)
        if (each.data_set, each.target, each.model, each.oracle)
        == (side.data_set, side.target, side.model, side.oracle)
    ]
    metric = next(at for at, each in enumerate(found.metrics) if each.name == side.metric)
    hidden = "" if metric == 0 else " hidden"
    return (
        f'<div data-problem="{" ".join(numbers)}"><div data-metric="{metric}"{hidden}><h3>{text(side.place, 120)}</h3>'
        f"{_table(side, names)}</div></div>"
    )


def _table(side: ScheduleTable, names: Names) -> Markup:
    rows = [
        (
            names.shown(strategy),
            *(_area(areas.get(schedule)) for schedule in side.schedules),
            _difference(side.differences.get(strategy)),
        )
        for strategy, areas in side.areas.items()
    ]
    first, last = side.schedules[0], side.schedules[-1]
    heads = ("strategy", *side.schedules, f"{first} less {last}, 95 % interval")
    words = side.metric.replace("_", " ")
    between = f"between {side.labels[0]:,.0f} and {side.labels[1]:,.0f} labels"
    caption = f"Mean {words} {between}, with its 95 % interval over seeds"
    return table(caption, heads, rows, file=f"schedules {side.place} {side.metric}")


def _area(area: Estimate | None) -> object:
    if area is None or math.isnan(area.value):
        return "–"
    return Markup(f"{number(area.value)} <span class='soft'>{span(area)}</span>")


def _difference(difference: Estimate | None) -> str:
    return "–" if difference is None else f"{signed(difference.value)} ({span(difference, sign=True)})"
