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
from asknext.lab.run_store.checked import checked_codes, checked_json, checked_rows, checked_whole
from asknext.lab.run_store.database import told
from asknext.lab.run_store.layout import PREDICTIONS_DB, RUNS_DB
from asknext.lab.run_store.shared_arrays import SharedArrays
from asknext.lab.run_store.stored_round import StoredRound

__all__ = ["CellRounds"]

Floats = npt.NDArray[np.floating[Any]]
_CELL = "SELECT number, classes, multilabel, pool_rows, test_rows, truth FROM cells WHERE id = ?"
_ROUNDS = (
    "SELECT r.round, r.labels, r.missing_classes, r.fit_seconds, r.predict_seconds, v.packages, a.answers, "
    "a.answered_by, b.rows, b.scores, b.select_seconds FROM rounds r "
    "LEFT JOIN versions v ON v.number = r.versions "
    "LEFT JOIN answers a ON a.cell = r.cell AND a.round = r.round "
    "LEFT JOIN batches b ON b.cell = r.cell AND b.round = r.round WHERE r.cell = ? ORDER BY r.round"
)
_METRICS = (
    "SELECT m.round, n.name, m.value FROM metric_names n JOIN metrics m ON m.metric = n.number AND m.cell = ? "
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
        self._number, classes, several, pool, test, truth = found[0]
        self._classes: tuple[Any, ...] = tuple(map(_class, checked_json(classes, list, self._where)))
        self._several = bool(several)
        self._truth = arrays.codes(truth, len(self._classes), self._several)
        self._pool = arrays.rows(pool, len(self._truth))
        self._test = None if test is None else arrays.rows(test, len(self._truth))
        self._pool_truth = self._truth[self._pool]

    def all(self) -> list[StoredRound]:
        """Oldest first."""
        metrics: dict[int, dict[str, float]] = {}
        for number, name, value in self._rows(_METRICS, (self._number,)):
            metrics.setdefault(number, {})[str(name)] = float("nan") if value is None else float(value)
        labelled, open_rows = np.empty(0, dtype=np.int64), np.zeros(len(self._truth), dtype=bool)
        open_rows[self._pool] = True
        rounds = []
        for place, row in enumerate(self._rows(_ROUNDS, (self._number,))):
            if row[0] != place:
                raise DataError(f"has no round {place}, but a later one", source=self._where)
            rows, answers = self._asked(row)
            open_rows[rows] = False
            told_rows = rows[(answers >= 0) if answers.ndim == 1 else (answers >= 0).all(axis=1)]
            labelled = np.concatenate([labelled, told_rows])
            scored = np.flatnonzero(open_rows) if self._test is None else self._test
            rounds.append(self._round(row, rows, answers, labelled, scored, metrics.get(place, {})))
        return rounds

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with told(self._folder / RUNS_DB):
            return self._runs.execute(query, values).fetchall()

    def _asked(self, row: Sequence[Any]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        rows = checked_rows(row[8], len(self._truth), self._where)
        shape = (len(rows), len(self._classes)) if self._several else (len(rows),)
        return rows, checked_codes(row[6], shape, len(self._classes), self._where)

    def _round(
        self, row: Sequence[Any], rows: npt.NDArray[np.int64], answers: npt.NDArray[np.int64],
        labelled: npt.NDArray[np.int64], scored: npt.NDArray[np.int64], metrics: dict[str, float],
    ) -> StoredRound:  # fmt: skip
        number = row[0]
        where, source = self._where, f"{self._folder / PREDICTIONS_DB}, cell {self._cell}, round {number}"
        if checked_whole(row[1], where) != len(labelled):
            raise DataError(f"claims {row[1]} labels in round {number}, but {len(labelled)} were told", source=where)
        columns = len(self._classes)
        pool = partial(self._part, number, "pool", (len(self._pool), columns), source)
        own = partial(self._part, number, "test", (len(scored), columns), source)
        return StoredRound(
            cell=self._cell, number=number, labels=row[1], rows=rows, answers=answers,
            scores=None if row[9] is None else _floats(row[9], len(rows), where), metrics=metrics,
            select_seconds=float(row[10]), fit_seconds=float(row[3]), predict_seconds=float(row[4]),
            missing_classes=() if row[2] is None else tuple(map(_class, checked_json(row[2], list, where))),
            evaluated_rows=scored, truth=self._truth[scored], classes=self._classes, multilabel=self._several,
            pool_rows=self._pool, pool_truth=self._pool_truth, labelled_rows=labelled,
            answered_by=None if row[7] is None else checked_rows(row[7], 1 << 31, where),
            versions={} if row[5] is None else checked_json(row[5], dict, where),
            load_test=own if self._test is not None else partial(_own_or_pool, own, pool, self._pool, scored),
            load_pool=pool,
        )  # fmt: skip

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


def _floats(text: Any, length: int, where: str) -> npt.NDArray[np.float64]:
    values = checked_json(text, list, where)
    try:
        found = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise DataError("holds scores that are no numbers", source=where) from error
    if found.shape != (length,):
        raise DataError(f"holds {len(values)} scores for {length} rows", source=where)
    return found


def _class(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
