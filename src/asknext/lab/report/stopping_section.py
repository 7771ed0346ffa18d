"""`stopping_table`: where stopping rules would have stopped the runs of one problem."""

from __future__ import annotations

from asknext.lab.report.markup import Markup, number, signed, span, table
from asknext.lab.report.problem import Problem, Stop
from asknext.lab.report.strategy_name import Names
from asknext.report.comparison import Estimate

__all__ = ["stopping_table"]


def stopping_table(problem: Problem, metric: str, names: Names) -> Markup:
    """A line for each rule and strategy."""
    if not problem.stops:
        return Markup("")
    rows = [_row(stop, names) for stop in problem.stops]
    heads = (
        "rule", "strategy", "runs it stopped", "labels then", "95 % interval", f"{metric} then",
        "less than at the end", "labels after the best moment",
    )  # fmt: skip
    caption = (
        "Where each rule would have stopped: replayed over the stored rounds, mean over the runs that it stopped. A "
        "rule that reads test scores reads those that judge it here"
    )
    if any(stop.unknown for stop in problem.stops):
        caption += "; a rule cannot tell where the predictions that it looks at were not kept"
    return table(caption, heads, rows, file=f"stopping {problem.place} {problem.schedule}")


def _row(stop: Stop, names: Names) -> tuple[object, ...]:
    return (
        stop.rule,
        names.shown(stop.strategy),
        "cannot tell" if stop.unknown else f"{stop.stopped} of {stop.seeds}",
        _mean(stop.labels, 0),
        "–" if stop.labels is None else span(stop.labels, 0),
        _mean(stop.score, 3),
        "–" if stop.lost is None else signed(stop.lost.value),
        _mean(stop.wasted, 0),
    )


def _mean(estimate: Estimate | None, digits: int) -> str:
    return "–" if estimate is None else number(estimate.value, digits)
