"""From a simulation's result to what the report and the table show."""

from __future__ import annotations

import math
import platform
from typing import TYPE_CHECKING

from asknext import __version__
from asknext.cli.table import table
from asknext.report import Comparison, Estimate, Rival, Series

if TYPE_CHECKING:
    from asknext.cli.labelled_data import LabelledData
    from asknext.loop.simulate import Curve, SimulationResult

__all__ = ["comparison_of", "table_of"]

BASELINE = "random"


def comparison_of(found: SimulationResult, data: LabelledData) -> Comparison:
    """The result in the report's terms."""
    curves = found.curves
    return Comparison(
        title=data.title,
        metric=found.metric,
        baseline=BASELINE,
        curves=[_series(name, curve, found) for name, curve in curves.items()],
        areas={name: _estimate(each.area_mean, each.area_low, each.area_high) for name, each in curves.items()},
        rivals=[_rival(name, curve) for name, curve in curves.items() if curve.comparison is not None],
        seeds=len(found.seeds),
        protocol=_protocol(found, data),
        seconds={
            name: {"fit and predict": each.fit_seconds, "choose": each.select_seconds} for name, each in curves.items()
        },
        higher_is_better=found.greater_is_better,
    )


def table_of(found: Comparison) -> str:
    """Final score, area and labels saved of each strategy, for the terminal."""
    rivals = {each.name: each for each in found.rivals}
    rows = []
    for curve in found.curves:
        area, rival = found.areas[curve.name], rivals.get(curve.name)
        rows.append(
            [
                curve.name,
                float(curve.mean[-1]),
                area.value,
                _interval(area, 3),
                "" if rival is None else f"{rival.wins} / {rival.ties} / {rival.losses}",
                "" if rival is None or rival.saved is None else f"{rival.saved.value:,.0f}",
                "" if rival is None or rival.saved is None else _interval(rival.saved, 0),
            ]
        )
    metric = found.metric_words
    heads = [
        "strategy",
        f"{metric} at the end",
        "area",
        "95 % interval",
        "won / drawn / lost",
        "labels saved",
        "95 % interval",
    ]
    return table(heads, rows)


def _interval(estimate: Estimate, digits: int) -> str:
    if not (math.isfinite(estimate.low) and math.isfinite(estimate.high)):
        return "not known"
    return f"{estimate.low:,.{digits}f} to {estimate.high:,.{digits}f}"


def _series(name: str, curve: Curve, found: SimulationResult) -> Series:
    # Student's interval knows nothing of the metric's ends; what is drawn should
    floor, ceiling = (0.0, 1.0) if found.greater_is_better else (0.0, math.inf)
    low = [max(at if each is None else each, floor) for each, at in zip(curve.low, curve.mean, strict=True)]
    high = [min(at if each is None else each, ceiling) for each, at in zip(curve.high, curve.mean, strict=True)]
    return Series(name, list(map(float, found.labels)), curve.mean, low, high)


def _estimate(value: float, low: float | None, high: float | None) -> Estimate:
    return Estimate(value, -math.inf if low is None else low, math.inf if high is None else high)


def _rival(name: str, curve: Curve) -> Rival:
    against, saved = curve.comparison, curve.saved
    assert against is not None
    return Rival(
        name,
        _estimate(against.difference, against.low, against.high),
        against.wins,
        against.ties,
        against.losses,
        None if saved is None or saved.estimate is None else _estimate(saved.estimate, saved.low, saved.high),
    )


def _protocol(found: SimulationResult, data: LabelledData) -> list[tuple[str, str]]:
    settings = found.settings
    classes, test = settings["classes"], settings["test"]
    kind = "any number of classes an item" if settings["multilabel"] else "one class an item"
    items = f"{settings['items']:,} labelled {data.kind} items, {len(classes)} classes, {kind}"
    split = f"{test:.0%} held out to measure on" if isinstance(test, float) else f"{test:,} items held out"
    return [
        ("Data", f"{data.title}: {items}"),
        ("Split", f"{split}, drawn anew for each seed, classes in equal shares; the rest is the pool"),
        ("Seeds", f"{found.seeds[0]} to {found.seeds[-1]}, the same for every strategy"),
        ("First labels", f"{settings['initial']:,} at random, the same for every strategy"),
        ("Batches", f"{settings['rounds']} rounds of {settings['batch']:,} labels, the model fitted anew after each"),
        ("Annotator", "always right" if not settings["noise"] else f"wrong with probability {settings['noise']:g}"),
        ("Model", settings["model"]),
        ("Measure", f"{found.metric.replace('_', ' ')} on the held-out items"),
        ("Versions", _versions()),
    ]


def _versions() -> str:
    from importlib.metadata import version

    packages = ", ".join(f"{name} {version(name)}" for name in ("scikit-learn", "numpy", "scipy"))
    return f"asknext {__version__}, {packages}, Python {platform.python_version()}"
