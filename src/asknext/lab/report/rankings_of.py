"""`rankings_of`: strategies over the problems that share model, schedule and oracle, as far as they can be ranked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from asknext.lab.report.findings import Pair, Ranking
from asknext.lab.report.problem import MetricFacts, Problem, Standing
from asknext.lab.report.runs import Runs, window
from asknext.lab.report.setting import Setting
from asknext.measures.critical_difference import CriticalDifference
from asknext.measures.ranking import rank_strategies
from asknext.measures.ranks import average_ranks

__all__ = ["rankings_of"]

Floats = npt.NDArray[np.float64]
Tables = Mapping[Setting, Mapping[str, Runs]]


def rankings_of(
    problems: Sequence[Problem],
    tables: Mapping[str, Tables],
    strategies: Sequence[str],
    baseline: str | None,
    metrics: Sequence[MetricFacts],
) -> list[Ranking]:
    """One a setting and metric, where there are two problems or more.

    Parameters
    ----------
    tables : metric -> setting -> strategy -> its runs.
    """
    settings: dict[tuple[str, str, str], list[Problem]] = {}
    for each in problems:
        settings.setdefault((each.model, each.schedule, each.oracle), []).append(each)
    return [
        found
        for members in settings.values()
        for metric in metrics
        if (found := _ranking(members, tables[metric.name], strategies, baseline, metric)) is not None
    ]


def _ranking(
    members: Sequence[Problem], tables: Tables, strategies: Sequence[str], baseline: str | None, metric: MetricFacts
) -> Ranking | None:
    runs = {each.place: tables[_setting(each)] for each in members if tables.get(_setting(each))}
    names = [name for name in strategies if all(name in found for found in runs.values())]
    areas = {place: _areas(found, names) for place, found in runs.items()} if len(names) > 1 else {}
    areas = {place: found for place, found in areas.items() if found}
    if len(areas) < 2:
        return None
    up = metric.greater_is_better
    values = _by_data_set(areas, {each.place: each.data_set for each in members})
    if not values:
        return None
    found = rank_strategies(values, names, greater_is_better=up)
    means = np.stack([table.mean(axis=0) for table in values.values()])
    ranks = dict(zip(names, map(float, average_ranks(means, greater_is_better=up)), strict=True))
    over, first = found.over_data_sets, members[0]
    holm = {(each.first, each.second): each.p_holm for each in found.pairs}
    missing = len(strategies) - len(names)
    return Ranking(
        first.model, first.schedule, first.oracle, metric.name, list(areas), len(values), ranks,
        difference=None if over is None else over.difference,
        groups=() if over is None else over.groups,
        p=None if over is None else over.p,
        sentence=_left_out(found.refused or "" if over is None else _sentence(over), missing),
        pairs=_pairs(means, names, holm, up),
        against=_against(members, list(areas), names, baseline, metric),
    )  # fmt: skip


def _setting(problem: Problem) -> Setting:
    return Setting(problem.data_set, problem.target, problem.model, problem.schedule, problem.oracle)


def _by_data_set(areas: Mapping[str, Mapping[int, Floats]], of: Mapping[str, str]) -> dict[str, Floats]:
    """(S, k) of each data set, the mean over its classes seed by seed: they share its rows, so they are one block."""
    places: dict[str, list[Mapping[int, Floats]]] = {}
    for place, found in areas.items():
        places.setdefault(of[place], []).append(found)
    tables = {}
    for name, classes in places.items():
        seeds = sorted(set.intersection(*(set(each) for each in classes)))
        if seeds:
            tables[name] = np.array([np.mean([each[seed] for each in classes], axis=0) for seed in seeds])
    return tables


def _areas(runs: Mapping[str, Runs], names: Sequence[str]) -> dict[int, Floats]:
    """Seed -> (k,) areas, for the seeds that all strategies have with a value."""
    low, high = window(list(runs.values()))
    areas = [runs[name].areas(low, high) for name in names]
    seeds = sorted(set.intersection(*(set(each) for each in areas)))
    rows = {seed: np.array([each[seed] for each in areas], dtype=np.float64) for seed in seeds}
    return {seed: row for seed, row in rows.items() if not np.isnan(row).any()}


def _pairs(means: Floats, names: Sequence[str], holm: Mapping[tuple[str, str], float], up: bool) -> list[Pair]:
    found = []
    for at, one in enumerate(names):
        for to in range(at + 1, len(names)):
            gaps = np.round(means[:, at] - means[:, to], 12) * (1 if up else -1)
            counts = (int((gaps > 0).sum()), int((gaps == 0).sum()), int((gaps < 0).sum()))
            found.append(Pair(one, names[to], holm.get((one, names[to])), *counts))
    return found


def _against(
    members: Sequence[Problem], places: Sequence[str], names: Sequence[str], baseline: str | None, metric: MetricFacts
) -> dict[str, tuple[int, int, int]]:
    """By the paired interval on each problem alone."""
    counts = {}
    for name in names:
        known = [gap for each in members if each.place in places and (gap := _gap(each, name, metric)) is not None]
        if name != baseline and known:
            better, worse = sum(low > 0 for low, _ in known), sum(high < 0 for _, high in known)
            counts[name] = (better, len(known) - better - worse, worse)
    return counts


def _gap(problem: Problem, name: str, metric: MetricFacts) -> tuple[float, float] | None:
    standings: Sequence[Standing] = problem.standings.get(metric.name, ())
    gain = next((each.gain for each in standings if each.strategy == name), None)
    if gain is None or math.isnan(gain.difference.value):
        return None
    return gain.difference.low, gain.difference.high


def _sentence(found: CriticalDifference) -> str:
    shown = "p < .001" if found.p < 0.001 else f"p = {found.p:.3f}"
    if found.p >= found.level:
        return f"Friedman’s test over {found.n} data sets does not tell the strategies apart ({shown})."
    return (
        f"Friedman’s test over {found.n} data sets says that the strategies differ ({shown}); mean ranks nearer than "
        f"{found.difference:.2f} cannot be told apart (Nemenyi, at {found.level:g})."
    )


def _left_out(sentence: str, missing: int) -> str:
    return f"{sentence} {missing} strategies that have not finished everywhere are left out." if missing else sentence
