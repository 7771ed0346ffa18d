"""`LoadedStudy`: a study with its data sets, everything checked, and its cells."""

from __future__ import annotations

from collections.abc import Iterator
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

__all__ = ["LoadedStudy"]

Rows = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64] | None]


class LoadedStudy:
    """A study that can be run.

    Attributes
    ----------
    study : as it was given.
    data : name -> data set.
    views : (name, target) -> data set with the labels of that target, None = as they are.

    Raises
    ------
    InputError : a part does not fit the data; all of it is said at once.  DataError : a file cannot be read.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self._rows: dict[tuple[str, str, int], Rows] = {}
        problems = Problems(study.line_of)
        self.data = _loaded(study, problems)
        self.views: dict[tuple[str, Any], DataSet] = {}
        for place, (name, data) in enumerate(self.data.items()):
            with problems.at("one_vs_rest" if study.one_vs_rest else f"data[{place}]"):
                for target, view in _targets(study, data):
                    self.views[name, target] = view
        problems.stop()
        for (name, target), view in self.views.items():
            check_fit(study, view, partial(self.rows, name, target), problems)
        problems.stop()

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

    @cached_property
    def _truths(self) -> dict[tuple[str, str], tuple[tuple[Any, ...], npt.NDArray[Any]]]:
        return {}


def _loaded(study: Study, problems: Problems) -> dict[str, DataSet]:
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
