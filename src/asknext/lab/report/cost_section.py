"""`cost_table`: what the strategies of one problem took, in time and memory."""

from __future__ import annotations

from asknext.lab.report.markup import Markup, bar, number, table
from asknext.lab.report.problem import Problem
from asknext.lab.report.strategy_name import Names

__all__ = ["cost_table"]


def cost_table(problem: Problem, names: Names) -> Markup:
    """Seconds of a run by what they went into; the quickest to choose first."""
    if not problem.costs:
        return Markup("")
    costs = sorted(problem.costs, key=lambda each: each.choose)
    most = max(each.whole for each in costs) or 1.0
    rows = [
        (
            names.shown(each.strategy),
            seconds(each.choose),
            seconds(each.fit),
            seconds(each.predict),
            bar(each.whole / most, seconds(each.whole)),
            "–" if each.memory is None else number(each.memory, 0),
        )
        for each in costs
    ]
    heads = ("strategy", "choosing, s", "fitting, s", "predicting, s", "one run, s", "memory, MB")
    caption = "Seconds of one run over all its rounds, and the most memory its process held; mean over seeds"
    return table(caption, heads, rows, file=f"cost {problem.place} {problem.schedule}")


def seconds(value: float) -> str:
    """Seconds with as many digits as mean something."""
    return number(value, 3 if value < 1 else 2 if value < 10 else 1)
