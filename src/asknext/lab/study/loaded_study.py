"""`load_study`: the data sets of a study read and everything checked against them; `LoadedStudy`: what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.lab.data_sets.data_set import DataSet
from asknext.lab.data_sets.loading import load_data_set
from asknext.lab.run_store.cell_record import CellPlan
from asknext.lab.study.cell import Cell
from asknext.lab.study.cell_sizes import batch_sizes
from asknext.lab.study.fitting_together import check_fit
from asknext.lab.study.problems import Problems
from asknext.lab.study.study import Study
from asknext.lab.study.task_of import classes_and_truth, task_of

__all__ = ["LoadedStudy", "load_study"]

Rows = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64] | None]


class LoadedStudy:
    """A study that can be run; `load_study` makes it.

    Attributes
    ----------
    study : as it was given.
    data : name -> data set.
    views : (name, target) -> data set with the labels of that target, None = as they are.
    """

    def __init__(self, study: Study, data: Mapping[str, DataSet], views: Mapping[tuple[str, Any], DataSet]) -> None:
        self.study, self.data, self.views = study, data, views
        self._rows: dict[tuple[str, str, int], Rows] = {}
        self._truths: dict[tuple[str, str], tuple[tuple[Any, ...], npt.NDArray[Any]]] = {}

    def rows(self, name: str, target: Any, seed: int) -> Rows:
        """(pool rows, test rows or None) of a split."""
        key = (name, repr(target), seed)
        if key not in self._rows:
            self._rows[key] = self.study.split.rows(self.views[name, target], seed)
        return self._rows[key]

    @cached_property
    def cells(self) -> list[Cell]:
        """Every combination, the first seed of each before any second one."""
        return list(self._cells())

    def plan(self, cell: Cell) -> CellPlan:
        """The cell as a store takes it."""
        view = self.views[cell.data_set, cell.target]
        classes, truth = self._truth(cell.data_set, cell.target)
        pool, test = self.rows(cell.data_set, cell.target, cell.seed)
        target = None if cell.target is None else str(cell.target)
        return CellPlan(
            id=cell.id, data_set=cell.data_set, model=cell.model.name, strategy=cell.strategy.name,
            schedule=cell.schedule.name, oracle=cell.oracle.name, seed=cell.seed, classes=classes, pool_rows=pool,
            truth=truth, test_rows=test, target=target, task=task_of(view), fingerprint=cell.fingerprint,
            spec=cell.spec,
        )  # fmt: skip

    def planned_rounds(self, cell: Cell) -> int:
        """How many rounds it will have, that of the initial set among them."""
        pool = self.rows(cell.data_set, cell.target, cell.seed)[0]
        return len(batch_sizes(cell.schedule, cell.initial, len(pool)))

    def _cells(self) -> Iterator[Cell]:
        study, splits = self.study, self.study.made.split_mapping()
        for seed in study.split.seeds():
            for name, target in self.views:
                for model in study.parts("models"):
                    for schedule in study.parts("schedules"):
                        for oracle in study.parts("oracles"):
                            for strategy in study.parts("strategies"):
                                yield Cell(
                                    name, self.data[name].fingerprint, target, model, strategy, schedule, oracle,
                                    schedule.spec.get("initial", study.initial), splits, seed,
                                )  # fmt: skip

    def _truth(self, name: str, target: Any) -> tuple[tuple[Any, ...], npt.NDArray[Any]]:
        key = (name, repr(target))
        if key not in self._truths:
            self._truths[key] = classes_and_truth(self.views[name, target])
        return self._truths[key]


def load_study(study: Study) -> LoadedStudy:
    """The study with its data sets read, and everything checked that depends on them.

    Raises
    ------
    InputError : what does not fit the data, all of it at once.  DataError : a file cannot be read.
    """
    problems = Problems(study.line_of)
    data = _data_sets(study, problems)
    views: dict[tuple[str, Any], DataSet] = {}
    for place, (name, whole) in enumerate(data.items()):
        with problems.at("one_vs_rest" if study.one_vs_rest else f"data[{place}]"):
            views |= {(name, target): view for target, view in _targets(study, whole)}
    problems.stop()
    loaded = LoadedStudy(study, data, views)
    for (name, target), view in views.items():
        check_fit(study, view, partial(loaded.rows, name, target), problems)
    problems.stop()
    return loaded


def _data_sets(study: Study, problems: Problems) -> dict[str, DataSet]:
    found: dict[str, DataSet] = {}
    for place, entry in enumerate(study.made.data):
        where = f"data[{place}]"
        with problems.at(where, entry):
            if not isinstance(entry, DataSet) and "object" in entry:
                raise InputError(
                    f"{where} was given as a Python object, which a file cannot hold: run the study again from Python."
                )
            data = entry if isinstance(entry, DataSet) else load_data_set(entry, study.folder, where)
            if data.name in found:
                raise InputError(f"{where} is called {data.name!r} like another one: give it a name of its own.")
            found[data.name] = data
    return found


def _targets(study: Study, data: DataSet) -> Iterator[tuple[Any, DataSet]]:
    if not study.one_vs_rest:
        yield None, data
        return
    by_class = data.one_vs_rest()
    wanted = list(by_class) if study.one_vs_rest is True else list(study.one_vs_rest)
    for target in wanted:
        if target not in by_class:
            raise UnknownName("class", target, by_class, where=f"data set {data.name!r}")
        yield target, by_class[target]
