"""`client_data`: the curves as the page's script reads them: whole numbers, each label axis once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from asknext.lab.report.findings import Findings
from asknext.lab.report.problem import MetricFacts, Problem
from asknext.lab.report.strategy_name import Names
from asknext.report.chart import Series, shortened
from asknext.report.marker import outline
from asknext.report.palette import LIGHT, MARKERS, look
from asknext.report.svg import STYLE

__all__ = ["POINTS", "client_data", "thinned"]

POINTS, NAME = 160, 120


def client_data(found: Findings, names: Names) -> dict[str, Any]:
    """JSON values. Curves of more than `POINTS` points are thinned; the CSV files have all of them."""
    axes: dict[tuple[float, ...], int] = {}
    digits = [_digits(found, metric) for metric in found.metrics]
    problems = [_problem(each, found, digits, axes) for each in found.problems]
    return {
        "strategies": [_strategy(name, names) for name in found.strategies],
        "metrics": [
            {
                "name": shortened(metric.name, NAME),
                "words": shortened(metric.words, NAME),
                "up": metric.greater_is_better,
                "digits": at,
            }
            for metric, at in zip(found.metrics, digits, strict=True)
        ],
        "looks": [_look(number) for number in range(1, 13)],
        "axes": [[int(x) if x == int(x) else round(x, 2) for x in axis] for axis in axes],
        "problems": problems,
        "markers": {kind: [(round(x, 1), round(y, 1)) for x, y in outline(kind, (0, 0))] for kind in MARKERS},
        "style": "\n".join(f".series-{at} {{ fill: {each}; stroke: {each}; }}" for at, each in enumerate(LIGHT))
        + STYLE,
    }


def thinned(length: int, most: int = POINTS) -> list[int]:
    """Places of at most ``most`` points, evenly, the first and the last among them."""
    if length <= most:
        return list(range(length))
    return sorted({round(at * (length - 1) / (most - 1)) for at in range(most)})


def _strategy(name: str, names: Names) -> dict[str, Any]:
    return {"name": shortened(name, NAME), **_look(names.number(name))}


def _look(number: int) -> dict[str, Any]:
    style = look(number)
    return {"colour": style.colour, "dash": style.dash, "marker": style.marker}


def _digits(found: Findings, metric: MetricFacts) -> int:
    """Decimals that keep four digits of the largest value."""
    values = [
        abs(y) for problem in found.problems for curve in problem.curves.get(metric.name, ()) for y in curve.mean
        if math.isfinite(y)
    ]  # fmt: skip
    largest = max(values, default=1.0)
    return 4 if largest <= 1 else max(0, 3 - math.floor(math.log10(largest)))


def _problem(
    problem: Problem, found: Findings, digits: Sequence[int], axes: dict[tuple[float, ...], int]
) -> dict[str, Any]:
    place = {name: found.strategies.index(name) for name in found.strategies}
    seeds = {
        (metric, each.strategy): each.seeds for metric, standings in problem.standings.items() for each in standings
    }
    curves = [
        {
            "metric": at,
            "strategy": place[curve.name],
            "seeds": seeds.get((metric.name, curve.name), 0),
            **_numbers(curve, digits[at], axes),
        }
        for at, metric in enumerate(found.metrics)
        for curve in problem.curves.get(metric.name, ())
    ]
    setting = {
        name: None if value is None else shortened(value, NAME)
        for name, value in (
            ("data_set", problem.data_set), ("target", problem.target), ("model", problem.model),
            ("schedule", problem.schedule), ("oracle", problem.oracle),
        )
    }  # fmt: skip
    return {**setting, "curves": curves}


def _numbers(curve: Series, digits: int, axes: dict[tuple[float, ...], int]) -> dict[str, Any]:
    kept = thinned(len(curve.x))
    axis = tuple(float(curve.x[at]) for at in kept)
    return {
        "axis": axes.setdefault(axis, len(axes)),
        **{
            name: [_whole(values[at], digits) for at in kept]
            for name, values in (("mean", curve.mean), ("low", curve.low), ("high", curve.high))
        },
    }


def _whole(value: float, digits: int) -> int | None:
    return round(float(value) * 10**digits) if math.isfinite(value) else None
