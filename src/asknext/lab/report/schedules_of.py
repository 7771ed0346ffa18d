"""`schedules_of`: the same strategies with other batches, over the labels that all of them cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from asknext.lab.report.findings import ScheduleTable
from asknext.lab.report.problem import MetricFacts
from asknext.lab.report.runs import Runs, window
from asknext.lab.report.standings_of import difference_of, estimated

__all__ = ["schedules_of"]

Key = tuple[str, str | None, str, str]


def schedules_of(
    several: Mapping[Key, Mapping[str, Mapping[str, Runs]]], strategies: Sequence[str], metric: MetricFacts
) -> list[ScheduleTable]:
    """``several`` : (data set, target, model, oracle) -> schedule -> strategy -> its runs."""
    found = []
    for key, schedules in several.items():
        runs = [each for table in schedules.values() for each in table.values()]
        if len(schedules) < 2 or not runs:
            continue
        low, high = window(runs)
        if low < high:
            found.append(_table(key, schedules, strategies, metric, (low, high)))
    return found


def _table(
    key: Key,
    schedules: Mapping[str, Mapping[str, Runs]],
    strategies: Sequence[str],
    metric: MetricFacts,
    labels: tuple[float, float],
) -> ScheduleTable:
    areas = {
        name: {schedule: table[name].areas(*labels) for schedule, table in schedules.items() if name in table}
        for name in strategies
    }
    first, last = next(iter(schedules)), list(schedules)[-1]
    differences = {
        name: gap
        for name, found in areas.items()
        if first in found and last in found and (gap := difference_of(found[first], found[last], metric)) is not None
    }
    means = {
        name: {schedule: estimated(list(each.values())) for schedule, each in found.items()}
        for name, found in areas.items()
        if found
    }
    return ScheduleTable(
        key[0], key[1], key[2], key[3], metric.name, list(schedules), means, labels, differences
    )  # fmt: skip
