"""Sentences of the summary on batch sizes, stopping rules, and on what the reader should beware of."""

from __future__ import annotations

from collections.abc import Sequence

from asknext.lab.report.findings import Findings, ScheduleTable
from asknext.lab.report.markup import counted, number, signed, span
from asknext.lab.report.problem import Problem, Stop
from asknext.report.chart import shortened

__all__ = ["batch_sizes", "cautions", "stopping"]

FEW_SEEDS, MOST_RULES = 5, 4


def batch_sizes(found: Findings) -> list[str]:
    """Which schedule, where a study tries several."""
    sides = [each for each in found.schedules if each.metric == found.main.name]
    if not sides:
        return []
    first, last = (shortened(name, 40) for name in (sides[0].schedules[0], sides[0].schedules[-1]))
    wins = [(side, name) for side in sides for name, gap in side.differences.items() if gap.low > 0]
    losses = [(side, name) for side in sides for name, gap in side.differences.items() if gap.high < 0]
    pairs = sum(len(side.differences) for side in sides)
    if not pairs:
        return []
    sentences = [_batch_answer(first, last, len(wins), len(losses), pairs)]
    if wins or losses:
        side, name = max([*wins, *losses], key=lambda each: abs(each[0].differences[each[1]].value))
        sentences.append(_largest(side, name))
    return sentences


def _batch_answer(first: str, last: str, wins: int, losses: int, pairs: int) -> str:
    unclear = pairs - wins - losses
    of = f"{pairs:,} comparisons of one strategy on one data set or class"
    if not wins and not losses:
        return f"Batch size: {first} and {last} cannot be told apart in any of {of}."
    return (
        f"Batch size: {first} was better than {last} in {wins} of {of}, worse in {losses}, and could not be told from "
        f"it in {unclear}."
    )


def _largest(side: ScheduleTable, name: str) -> str:
    gap = side.differences[name]
    return (
        f"The largest difference: {shortened(name, 40)} on {shortened(side.place, 80)}, {signed(gap.value)} "
        f"({span(gap, sign=True)})."
    )


def stopping(problems: Sequence[Problem], found: Findings) -> list[str]:
    """When rules would have stopped the best strategy of the first place."""
    told = [(problem, stops) for problem in problems if (stops := _of_best(problem, found))]
    if not told:
        return []
    problem, stops = told[0]
    return [
        f"When to stop, on {shortened(problem.place, 80)} with {shortened(stops[0].strategy, 40)}:",
        *(_stop(stop, found) for stop in stops[:MOST_RULES]),
    ]


def _of_best(problem: Problem, found: Findings) -> list[Stop]:
    best = next((each.strategy for each in problem.standings.get(found.main.name, ()) if each.best), None)
    return [stop for stop in problem.stops if stop.strategy == best and not stop.unknown]


def _stop(stop: Stop, found: Findings) -> str:
    rule = shortened(stop.rule.partition(" (")[0], 40).replace("_", " ")
    if not stop.stopped or stop.labels is None or stop.score is None:
        return f"{rule} would have stopped none of {counted(stop.seeds, 'run')}."
    lost = "" if stop.lost is None else f", {number(abs(stop.lost.value))} {_side(stop.lost.value)} the end"
    return (
        f"{rule} would have stopped {stop.stopped} of {counted(stop.seeds, 'run')}, on average after "
        f"{stop.labels.value:,.0f} labels with {found.main.words} {number(stop.score.value)}{lost}."
    )


def _side(lost: float) -> str:
    return "worse than at" if lost >= 0 else "better than at"


def cautions(found: Findings) -> list[str]:
    """What weakens every number on the page."""
    sentences = []
    if found.seeds == 1:
        sentences.append("With 1 seed there are no intervals, and nothing can be told from luck; run at least 10.")
    elif 0 < found.seeds < FEW_SEEDS:
        sentences.append(f"With {counted(found.seeds, 'seed')} every interval is rough; run at least 10.")
    progress = found.progress
    missing = progress.running + progress.waiting
    if missing:
        sentences.append(
            f"This report is partial: {missing:,} of {progress.cells:,} cells have not finished, and are in no figure."
        )
    if progress.failed:
        sentences.append(f"{progress.failed:,} of {progress.cells:,} cells failed, and are in no figure; see Failures.")
    if found.baseline is None:
        sentences.append("random was not run: whether any strategy is worth it cannot be told.")
    return sentences
