"""`findings_of`: a run store to what a report shows of it; every statistic comes from the room of measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from asknext.errors import UnknownName
from asknext.lab.report.asked_of import asked_of, costs_of, overlap_of
from asknext.lab.report.cell_facts import CellFacts, cell_facts
from asknext.lab.report.data_facts import DataFacts
from asknext.lab.report.findings import Failure, Findings, Progress
from asknext.lab.report.metric_facts import metric_facts
from asknext.lab.report.noisy_rows import noisy_rows
from asknext.lab.report.problem import MetricFacts, Problem, Stop
from asknext.lab.report.protocol_of import protocol_of, sources_of, study_text, version_warnings
from asknext.lab.report.rankings_of import rankings_of
from asknext.lab.report.runs import Runs
from asknext.lab.report.schedules_of import schedules_of
from asknext.lab.report.setting import Setting, by_schedule, runs_by_setting
from asknext.lab.report.standings_of import curves_of, standings_of
from asknext.lab.report.stops_of import stops_of
from asknext.lab.run_store import CellRecord, RunStore

__all__ = ["BASELINE", "findings_of"]

BASELINE = "random"
# beyond so many comparisons no seeds are drawn again: labels saved and deficiency are told without their intervals
MOST_DRAWN_AGAIN = 60

Advance = Callable[..., None]


def findings_of(store: RunStore, *, metric: str | None = None, on_progress: Advance | None = None) -> Findings:
    """Everything a report says.

    Parameters
    ----------
    store : open for reading; cells that are not done are counted, and no more.
    metric : the main one; default: the first that the study took.
    on_progress : called with (cells read, cells in all).

    Raises
    ------
    UnknownName : the metric was not taken.  DataError : the store is damaged.
    """
    cells = store.cells()
    done = [each for each in cells if each.status == "done"]
    metrics = _metrics(store, metric)
    strategies = _strategies(cells)
    baseline = BASELINE if BASELINE in strategies else None
    taken = store.metrics()
    curves = {each.name: store.curves(each.name) if each.name in taken else {} for each in metrics}
    data = DataFacts()
    facts = _facts(store, done, data, on_progress)
    tables = {each.name: runs_by_setting(done, curves[each.name], strategies) for each in metrics}
    stops = stops_of(store, done, metrics[0], on_progress)
    noisy = noisy_rows(store.study, data.fingerprints)
    problems = _problems(tables, facts, stops, noisy, data, metrics, baseline)
    study, versions = store.study, store.versions()
    return Findings(
        name=str(study.get("name") or store.folder.name),
        description=str(study.get("description") or ""),
        strategies=strategies,
        baseline=baseline,
        metrics=metrics,
        problems=problems,
        progress=_progress(cells),
        seeds=_seeds(done),
        protocol=protocol_of(study, cells, versions),
        data_sets=data.facts(sources_of(study)),
        study=study_text(study),
        warnings=[*_partial(cells), *version_warnings(versions)],
        rankings=rankings_of(problems, tables, strategies, baseline, metrics),
        schedules=[each for m in metrics for each in schedules_of(by_schedule(tables[m.name]), strategies, m)],
        failures=_failures(cells),
        co_occurrence=data.co_occurrence(),
    )


def _metrics(store: RunStore, wanted: str | None) -> list[MetricFacts]:
    """The main one first."""
    named = [str(each) for each in store.study.get("metrics") or [] if isinstance(each, str)]
    taken = store.metrics()
    if wanted is not None and wanted not in taken:
        raise UnknownName("metric", wanted, taken, where=f"the store {store.folder}")
    first = [wanted] if wanted is not None else []
    order = [*first, *(each for each in named if each in taken), *taken]
    return [metric_facts(name) for name in dict.fromkeys(order or named or ["accuracy"])]


def _strategies(cells: Sequence[CellRecord]) -> list[str]:
    names = list(dict.fromkeys(each.strategy for each in cells))
    return sorted(names, key=lambda name: name != BASELINE)


def _facts(
    store: RunStore, done: Sequence[CellRecord], data: DataFacts, on_progress: Advance | None
) -> dict[Setting, dict[str, list[CellFacts]]]:
    """What every finished run took and asked; the only reading of its rounds."""
    found: dict[Setting, dict[str, list[CellFacts]]] = {}
    for at, cell in enumerate(done):
        rounds = store.rounds(cell.id)
        if rounds:
            data.look(cell, rounds[0])
            found.setdefault(Setting.of(cell), {}).setdefault(cell.strategy, []).append(cell_facts(cell, rounds))
        if on_progress is not None:
            on_progress(at + 1, len(done))
    return found


def _problems(
    tables: Mapping[str, Mapping[Setting, Mapping[str, Runs]]],
    facts: Mapping[Setting, Mapping[str, Sequence[CellFacts]]],
    stops: Mapping[Setting, Sequence[Stop]],
    noisy: Mapping[str, npt.NDArray[np.bool_]],
    data: DataFacts,
    metrics: Sequence[MetricFacts],
    baseline: str | None,
) -> list[Problem]:
    settings = list(dict.fromkeys(setting for table in tables.values() for setting in table))
    comparisons = sum(len(each) for each in tables[metrics[0].name].values()) if metrics[0].name in tables else 0
    drawn_again = comparisons <= MOST_DRAWN_AGAIN
    return [
        _problem(each, tables, facts.get(each, {}), stops.get(each, ()), noisy, data, metrics, baseline, drawn_again)
        for each in settings
    ]


def _problem(
    setting: Setting,
    tables: Mapping[str, Mapping[Setting, Mapping[str, Runs]]],
    facts: Mapping[str, Sequence[CellFacts]],
    stops: Sequence[Stop],
    noisy: Mapping[str, npt.NDArray[np.bool_]],
    data: DataFacts,
    metrics: Sequence[MetricFacts],
    baseline: str | None,
    drawn_again: bool,
) -> Problem:
    several = {each.name: tables[each.name].get(setting, {}) for each in metrics}
    return Problem(
        *setting,
        curves={each.name: curves_of(several[each.name], each) for each in metrics if several[each.name]},
        standings={
            each.name: standings_of(several[each.name], baseline, each, drawn_again=drawn_again and each is metrics[0])
            for each in metrics
            if several[each.name]
        },
        costs=costs_of(facts),
        asked=asked_of(facts, noisy.get(setting.data_set)),
        shares=data.shares(setting.data_set, setting.target),
        stops=stops,
        overlap=overlap_of(facts),
    )


def _progress(cells: Sequence[CellRecord]) -> Progress:
    counts = Counter(each.status for each in cells)
    return Progress(counts["done"], counts["running"], counts["failed"], counts["waiting"])


def _seeds(done: Sequence[CellRecord]) -> int:
    """The least number of seeds that any strategy has on any problem."""
    counts = Counter((Setting.of(each), each.strategy) for each in done)
    return min(counts.values(), default=0)


def _partial(cells: Sequence[CellRecord]) -> list[str]:
    progress = _progress(cells)
    if progress.done == progress.cells:
        return []
    parts = [(progress.running, "are running"), (progress.waiting, "have not begun"), (progress.failed, "have failed")]
    told = ", ".join(f"{count:,} {words}" for count, words in parts if count)
    return [
        f"Partial: {progress.done:,} of {progress.cells:,} cells are done, {told}. Only those that are done are in the "
        "figures."
    ]


def _failures(cells: Sequence[CellRecord]) -> list[Failure]:
    """Each kind once, the most frequent first."""
    alike: dict[tuple[str, str, str], list[CellRecord]] = {}
    for each in cells:
        if each.status == "failed":
            alike.setdefault((each.strategy, each.data_set, each.error or ""), []).append(each)
    groups = sorted(alike.values(), key=lambda group: -len(group))
    return [_failure(group) for group in groups]


def _failure(group: Sequence[CellRecord]) -> Failure:
    first = group[0]
    parts = [first.data_set, first.target, first.model, first.strategy, first.schedule, first.oracle]
    name = " · ".join([*(each for each in parts if each), f"seed {first.seed}"])
    return Failure(name, first.error or "no error was kept", first.traceback or "", len(group))
