"""`CellRounds`: the rounds of one cell, put together from the tables and checked against each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError, UnknownName
from asknext.lab.run_store.arrays import unpacked
from asknext.lab.run_store.checked import (
    checked_codes,
    checked_json,
    checked_number,
    checked_numbers,
    checked_rows,
    checked_whole,
)
from asknext.lab.run_store.database import told
from asknext.lab.run_store.layout import PREDICTIONS_DB, RUNS_DB
from asknext.lab.run_store.shared_arrays import SharedArrays
from asknext.lab.run_store.stored_round import NextBatch, Replies, StoredRound
from asknext.pool.task import MULTI_LABEL, REGRESSION, TASKS

__all__ = ["CellRounds"]

Floats = npt.NDArray[np.floating[Any]]
_CELL = "SELECT number, task, classes, pool_rows, test_rows, truth FROM cells WHERE id = ?"
_ROUNDS = (
    "SELECT r.round, r.labels, r.missing_classes, r.fit_seconds, r.predict_seconds, v.packages, b.rows, b.scores, "
    "b.select_seconds, b.note, a.answers, a.answered_by, a.votes, a.set_aside, a.cost, a.seconds AS answer_seconds "
    "FROM rounds r LEFT JOIN versions v ON v.number = r.versions "
    "LEFT JOIN batches b ON b.cell = r.cell AND b.round = r.round "
    "LEFT JOIN answers a ON a.cell = r.cell AND a.round = r.round WHERE r.cell = ? ORDER BY r.round"
)
_WAITING = (
    "SELECT b.*, a.answers, a.answered_by, a.votes, a.set_aside, a.cost, a.seconds AS answer_seconds FROM batches b "
    "JOIN answers a ON a.cell = b.cell AND a.round = b.round WHERE b.cell = ? AND b.round = "
    "(SELECT count(*) FROM rounds WHERE cell = ?)"
)
# In SQLite a CROSS JOIN keeps the order of the tables: else all metrics of all cells are gone through for each cell.
_METRICS = (
    "SELECT m.round, n.name, m.value FROM metric_names n CROSS JOIN metrics m ON m.metric = n.number AND m.cell = ? "
    "ORDER BY n.number"
)
_PART = "SELECT dtype, shape, data FROM predictions WHERE cell = ? AND round = ? AND part = ?"


class CellRounds:
    """Reads one cell. Arguments: the open files, the arrays that cells share, the folder, the id of the cell."""

    def __init__(
        self, runs: sqlite3.Connection, predictions: sqlite3.Connection, arrays: SharedArrays, folder: Path, cell: str
    ) -> None:
        self._runs, self._predictions = runs, predictions
        self._folder, self._cell = folder, cell
        self._where = f"{folder / RUNS_DB}, cell {cell}"
        found = self._rows(_CELL, (cell,))
        if not found:
            raise UnknownName("cell", cell, [each for (each,) in self._rows("SELECT id FROM cells LIMIT 1000")])
        self._number, self._task, classes, pool, test, truth = found[0]
        self._classes: tuple[Any, ...] = tuple(map(_plain_class, checked_json(classes, list, self._where)))
        self._truth = self._codes(arrays, truth)
        self._pool = arrays.rows(pool, len(self._truth))
        self._test = None if test is None else arrays.rows(test, len(self._truth))
        self._pool_truth = self._truth[self._pool]

    def all(self) -> list[StoredRound]:
        """Oldest first."""
        metrics: dict[int, dict[str, float]] = {}
        for number, name, value in self._rows(_METRICS, (self._number,)):
            metrics.setdefault(number, {})[str(name)] = checked_number(value, self._where)
        rounds: list[StoredRound] = []
        unlabelled = np.zeros(len(self._truth), dtype=bool)
        unlabelled[self._pool] = True
        for place, row in enumerate(self._rows(_ROUNDS, (self._number,))):
            if row["round"] != place:
                raise DataError(f"has no round {place}, but a later one", source=self._where)
            before = rounds[-1].labelled_rows if rounds else np.empty(0, dtype=np.int64)
            rounds.append(self._round(row, before, unlabelled, metrics.get(place, {})))
        return rounds

    def waiting(self) -> NextBatch | None:
        """The batch that was chosen in the last finished round, with what was said of it."""
        found = self._rows(_WAITING, (self._number, self._number))
        if not found:
            return None
        row, where = found[0], self._where
        rows = checked_rows(row["rows"], len(self._truth), where)
        return NextBatch(
            rows, self._scores(row, len(rows)), _maybe(row["note"], dict, where),
            checked_number(row["select_seconds"], where),
            Replies(
                self._answers(row["answers"], len(rows))[0], _flags(row["set_aside"], len(rows), where),
                _lists(row["answered_by"], where), _lists(row["votes"], where), checked_number(row["cost"], where),
                checked_number(row["answer_seconds"], where),
            ),
        )  # fmt: skip

    def _scores(self, row: sqlite3.Row, length: int) -> npt.NDArray[np.float64] | None:
        return None if row["scores"] is None else checked_numbers(row["scores"], length, self._where)

    def _codes(self, arrays: SharedArrays, name: Any) -> npt.NDArray[Any]:
        if self._task not in TASKS:
            raise DataError(f"is of the kind {str(self._task)[:40]!r}", source=self._where)
        if self._task == REGRESSION:
            return arrays.numbers(name)
        return arrays.codes(name, len(self._classes), self._task == MULTI_LABEL)

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with told(self._folder / RUNS_DB):
            cursor = self._runs.cursor()
            cursor.row_factory = sqlite3.Row
            return cursor.execute(query, values).fetchall()

    def _answers(self, text: Any, rows: int) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        """The answers, and which of them were given."""
        if self._task == REGRESSION:
            numbers = checked_numbers(text, rows, self._where)
            return numbers, ~np.isnan(numbers)
        shape = (rows, len(self._classes)) if self._task == MULTI_LABEL else (rows,)
        codes = checked_codes(text, shape, len(self._classes), self._where)
        return codes, np.asarray(codes >= 0 if codes.ndim == 1 else (codes >= 0).all(axis=1))

    def _round(
        self, row: sqlite3.Row, before: npt.NDArray[np.int64], unlabelled: npt.NDArray[np.bool_],
        metrics: dict[str, float],
    ) -> StoredRound:  # fmt: skip
        where, number = self._where, row["round"]
        rows = checked_rows(row["rows"], len(self._truth), where)
        answers, given = self._answers(row["answers"], len(rows))
        labelled = np.concatenate([before, rows[given]])
        if checked_whole(row["labels"], where) != len(labelled):
            raise DataError(f"claims {row['labels']} labels in round {number}; {len(labelled)} were told", source=where)
        unlabelled[rows[given]] = False
        scored = np.flatnonzero(unlabelled) if self._test is None else self._test
        pool, own = self._loader(number, "pool", len(self._pool)), self._loader(number, "test", len(scored))
        return StoredRound(
            cell=self._cell, number=number, labels=row["labels"], rows=rows, answers=answers, metrics=metrics,
            scores=self._scores(row, len(rows)),
            select_seconds=checked_number(row["select_seconds"], where), note=_maybe(row["note"], dict, where),
            fit_seconds=checked_number(row["fit_seconds"], where),
            predict_seconds=checked_number(row["predict_seconds"], where),
            missing_classes=tuple(map(_plain_class, _maybe(row["missing_classes"], list, where) or ())),
            evaluated_rows=scored, truth=self._truth[scored], classes=self._classes, task=self._task,
            pool_rows=self._pool, pool_truth=self._pool_truth, labelled_rows=labelled,
            set_aside=_flags(row["set_aside"], len(rows), where), answered_by=_lists(row["answered_by"], where),
            votes=_lists(row["votes"], where), cost=checked_number(row["cost"], where),
            answer_seconds=checked_number(row["answer_seconds"], where),
            versions=_maybe(row["packages"], dict, where) or {},
            load_test=own if self._test is not None else partial(_own_or_pool, own, pool, self._pool, scored),
            load_pool=pool,
        )  # fmt: skip

    def _loader(self, number: int, part: str, rows: int) -> Callable[[], Floats | None]:
        columns = 1 if self._task == REGRESSION else len(self._classes)
        source = f"{self._folder / PREDICTIONS_DB}, cell {self._cell}, round {number}"
        return partial(self._part, number, part, (rows, columns), source)

    def _part(self, number: int, part: str, shape: tuple[int, int], source: str) -> Floats | None:
        with told(self._folder / PREDICTIONS_DB):
            found = self._predictions.execute(_PART, (self._cell, number, part)).fetchone()
        if found is None:
            return None
        dtype, packed_shape, data = found
        if dtype not in ("float16", "float32", "float64"):
            raise DataError(f"holds predictions of {str(dtype)[:20]!r}", source=source)
        return unpacked(dtype, packed_shape, data, shape, source).astype(np.float64)


def _own_or_pool(
    own: Callable[[], Floats | None],
    pool: Callable[[], Floats | None],
    pool_rows: npt.NDArray[np.int64],
    scored: npt.NDArray[np.int64],
) -> Floats | None:
    """Where the rows scored are some of the pool, they may be kept as part of it."""
    found = own()
    if found is None and (whole := pool()) is not None:
        return whole[np.searchsorted(pool_rows, scored)]
    return found


def _flags(text: Any, length: int, where: str) -> npt.NDArray[np.bool_] | None:
    return None if text is None else checked_codes(text, (length,), 2, where).astype(bool)


def _lists(text: Any, where: str) -> tuple[tuple[Any, ...], ...] | None:
    found = _maybe(text, list, where)
    return None if found is None else tuple(tuple(each) if isinstance(each, list) else () for each in found)


def _maybe(text: Any, kind: type, where: str) -> Any:
    return None if text is None else checked_json(text, kind, where)


def _plain_class(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
