"""`asked_table`: what the strategies of one problem asked about, by class; `overlap_table`: who asked the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from asknext.lab.report.markup import Markup, bar, number, percent, table
from asknext.lab.report.problem import Asked, Overlap, Problem
from asknext.lab.report.strategy_name import Names

__all__ = ["asked_table", "overlap_table"]

MOST_CLASSES = 20


def asked_table(problem: Problem, names: Names) -> Markup:
    """Shares of the classes among the labels given, beside their shares in the pool."""
    if not problem.asked:
        return Markup("")
    classes = sorted({name for each in problem.asked for name in each.shares}, key=str)
    kept = sorted(classes, key=lambda name: -problem.shares.get(name, 0.0))[:MOST_CLASSES]
    shown = [name for name in classes if name in kept]
    noisy = any(each.noisy is not None for each in problem.asked)
    silent = any(each.abstained > 0 for each in problem.asked)
    rows: list[tuple[object, ...]] = [_pool_row(problem, shown, 1 + noisy + silent)] if problem.shares else []
    rows += [_row(each, shown, names, noisy=noisy, silent=silent) for each in problem.asked]
    extra = (*(("noisy rows",) if noisy else ()), *(("no answer",) if silent else ()))
    heads = ("strategy", *shown, "rounds lacking a class", *extra)
    left = f"; the {len(kept)} most frequent of {len(classes)} classes" if len(kept) < len(classes) else ""
    caption = f"Share of each class among the labels asked for after the first ones, mean over seeds{left}"
    return table(caption, heads, rows, file=f"asked {problem.place} {problem.schedule}")


def _pool_row(problem: Problem, shown: Sequence[str], others: int) -> tuple[object, ...]:
    return (Markup("<em>the whole pool</em>"), *_bars(problem.shares, shown), *("" for _ in range(others)))


def _row(asked: Asked, shown: Sequence[str], names: Names, *, noisy: bool, silent: bool) -> tuple[object, ...]:
    lacking = f"{number(asked.missing, 1)} of {asked.rounds}" if asked.missing else "none"
    more: tuple[object, ...] = ()
    if noisy:
        more += ("–" if asked.noisy is None else percent(asked.noisy),)
    if silent:
        more += (percent(asked.abstained),)
    return (names.shown(asked.strategy), *_bars(asked.shares, shown), lacking, *more)


def _bars(shares: Mapping[str, float], shown: Sequence[str]) -> list[Markup]:
    return [bar(share, percent(share)) for share in (shares.get(name, 0.0) for name in shown)]


def overlap_table(problem: Problem, names: Names) -> Markup:
    """Which strategies asked about the same rows, and how many agreed on a row."""
    overlap = problem.overlap
    if overlap is None or len(overlap.names) < 2:
        return Markup("")
    return Markup(_matrix(overlap, problem, names) + _consensus(overlap, problem))


def _matrix(overlap: Overlap, problem: Problem, names: Names) -> Markup:
    rows = [
        (names.shown(name), *("" if at == to else bar(share, percent(share)) for to, share in enumerate(shares)))
        for at, (name, shares) in enumerate(zip(overlap.names, overlap.shares, strict=True))
    ]
    caption = (
        f"Of the rows that a strategy (line) asked among its first {overlap.labels:,} labels, the share that another "
        f"(column) asked among its own, with the same seed; two random choices would share {percent(overlap.chance)}"
    )
    return table(caption, ("strategy", *overlap.names), rows, file=f"overlap {problem.place} {problem.schedule}")


def _consensus(overlap: Overlap, problem: Problem) -> Markup:
    whole = sum(overlap.consensus) or 1.0
    last = max((count for count, rows in enumerate(overlap.consensus, 1) if rows > 0), default=0)
    rows = [
        (f"{count} of {len(overlap.names)}", bar(rows / whole, f"{rows:,.1f}"), percent(rows / whole))
        for count, rows in enumerate(overlap.consensus[:last], 1)
    ]
    caption = "Consensus: rows by the number of strategies that asked about them, mean over seeds"
    heads = ("strategies that asked", "rows", "share")
    return table(caption, heads, rows, file=f"consensus {problem.place} {problem.schedule}")
