"""`figure_tables`: the numbers behind every figure and table of a report, at full precision, as rows for CSV."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from asknext.lab.report.findings import Findings
from asknext.lab.report.problem import Problem, Standing
from asknext.report.comparison import Estimate

__all__ = ["figure_tables"]

Table = tuple[str, Sequence[str], list[list[object]]]
_PROBLEM = ("data_set", "target", "model", "schedule", "oracle")


def figure_tables(found: Findings) -> list[Table]:
    """(name, columns, rows) of those that have rows."""
    tables = [
        _curves(found), _areas(found), _ranks(found), _pairs(found), _schedules(found), _costs(found), _asked(found),
        _overlap(found), _stops(found), _failures(found), _classes(found),
    ]  # fmt: skip
    return [each for each in tables if each[2]]


def _curves(found: Findings) -> Table:
    rows: list[list[object]] = []
    for problem in found.problems:
        for metric, curves in problem.curves.items():
            for curve in curves:
                points = zip(curve.x, curve.mean, curve.low, curve.high, strict=True)
                start = [*_setting(problem), metric, curve.name]
                rows += [[*start, *(_cell(each) for each in point)] for point in points]
    return "curves", (*_PROBLEM, "metric", "strategy", "labels", "mean", "low", "high"), rows


def _areas(found: Findings) -> Table:
    shares = sorted({share for _, _, each in _standings(found) for share in each.reach})
    rows = [
        [
            *_setting(problem), metric, each.strategy, each.seeds, *_ends(each.area), _cell(each.final.value),
            "best" if each.best else "level" if each.level else "", *_gain(each),
            *(_cell(each.reach.get(share, math.nan)) for share in shares),
        ]
        for problem, metric, each in _standings(found)
    ]  # fmt: skip
    columns = (
        *_PROBLEM, "metric", "strategy", "seeds", "area", "area_low", "area_high", "final", "standing", "difference",
        "difference_low", "difference_high", "wins", "ties", "losses", "labels_saved", "saved_low", "saved_high",
        "deficiency", "deficiency_low", "deficiency_high", "seeds_needed",
        *(f"labels_to_within_{1 - share:.0%}" for share in shares),
    )  # fmt: skip
    return "areas", columns, rows


def _standings(found: Findings) -> Iterator[tuple[Problem, str, Standing]]:
    for problem in found.problems:
        for metric, standings in problem.standings.items():
            for each in standings:
                yield problem, metric, each


def _gain(standing: Standing) -> list[object]:
    gain = standing.gain
    if gain is None:
        return [None] * 13
    drawn_again = [
        end for each in (gain.saved, gain.deficiency) for end in ([None] * 3 if each is None else _ends(each))
    ]
    return [*_ends(gain.difference), gain.wins, gain.ties, gain.losses, *drawn_again, gain.seeds_needed]


def _ranks(found: Findings) -> Table:
    rows: list[list[object]] = [
        [each.model, each.schedule, each.oracle, each.metric, each.data_sets, name, rank, each.difference, each.p]
        for each in found.rankings
        if each.is_ranked
        for name, rank in each.ranks.items()
    ]
    setting = ("model", "schedule", "oracle", "metric")
    return "ranks", (*setting, "data_sets", "strategy", "mean_rank", "critical_difference", "p"), rows


def _pairs(found: Findings) -> Table:
    rows: list[list[object]] = [
        [
            each.model,
            each.schedule,
            each.oracle,
            each.metric,
            pair.one,
            pair.other,
            pair.wins,
            pair.ties,
            pair.losses,
            pair.p,
        ]
        for each in found.rankings
        for pair in each.pairs
    ]
    columns = ("model", "schedule", "oracle", "metric", "one", "other", "wins", "ties", "losses", "p_holm")
    return "pairs", columns, rows


def _schedules(found: Findings) -> Table:
    rows: list[list[object]] = [
        [side.data_set, side.target, side.model, side.oracle, side.metric, name, schedule, *side.labels, *_ends(area)]
        for side in found.schedules
        for name, areas in side.areas.items()
        for schedule, area in areas.items()
    ]
    columns = (
        "data_set", "target", "model", "oracle", "metric", "strategy", "schedule", "from_labels", "to_labels", "area",
        "area_low", "area_high",
    )  # fmt: skip
    return "schedules", columns, rows


def _costs(found: Findings) -> Table:
    rows: list[list[object]] = [
        [*_setting(problem), each.strategy, each.choose, each.fit, each.predict, each.whole, each.memory]
        for problem in found.problems
        for each in problem.costs
    ]
    columns = ("strategy", "choose_seconds", "fit_seconds", "predict_seconds", "run_seconds", "memory_mb")
    return "costs", (*_PROBLEM, *columns), rows


def _asked(found: Findings) -> Table:
    rows: list[list[object]] = [
        [
            *_setting(problem),
            each.strategy,
            name,
            share,
            problem.shares.get(name),
            each.missing,
            each.noisy,
            each.abstained,
        ]
        for problem in found.problems
        for each in problem.asked
        for name, share in each.shares.items()
    ]
    columns = ("strategy", "class", "share_asked", "share_in_data", "rounds_lacking_a_class", "noisy", "abstained")
    return "asked", (*_PROBLEM, *columns), rows


def _overlap(found: Findings) -> Table:
    rows: list[list[object]] = [
        [*_setting(problem), problem.overlap.labels, one, other, share, problem.overlap.chance]
        for problem in found.problems
        if problem.overlap is not None
        for one, shares in zip(problem.overlap.names, problem.overlap.shares, strict=True)
        for other, share in zip(problem.overlap.names, shares, strict=True)
    ]
    return "overlap", (*_PROBLEM, "labels", "one", "other", "share", "by_chance"), rows


def _stops(found: Findings) -> Table:
    rows: list[list[object]] = [
        [
            *_setting(problem), each.rule, each.strategy, each.stopped, each.seeds,
            *(_cell(None if end is None else end.value) for end in (each.labels, each.score, each.lost, each.wasted)),
        ]
        for problem in found.problems
        for each in problem.stops
    ]  # fmt: skip
    columns = ("rule", "strategy", "stopped", "seeds", "labels", "score", "score_lost", "labels_wasted")
    return "stopping", (*_PROBLEM, *columns), rows


def _failures(found: Findings) -> Table:
    rows: list[list[object]] = [[each.cell, each.count, each.error, each.traceback] for each in found.failures]
    return "failures", ("cell", "cells", "error", "traceback"), rows


def _classes(found: Findings) -> Table:
    rows: list[list[object]] = [
        [name, one, other, both]
        for name, counts in found.co_occurrence.items()
        for one, others in counts.items()
        for other, both in others.items()
    ]
    return "classes", ("data_set", "one", "other", "rows_of_both"), rows


def _setting(problem: Problem) -> list[object]:
    return [problem.data_set, problem.target, problem.model, problem.schedule, problem.oracle]


def _ends(estimate: Estimate) -> list[object]:
    return [_cell(each) for each in (estimate.value, estimate.low, estimate.high)]


def _cell(value: float | None) -> float | None:
    """What is not known is an empty field."""
    return value if value is not None and math.isfinite(value) else None
