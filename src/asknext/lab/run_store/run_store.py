"""`RunStore`: everything the cells of a study found, for reading; nothing in a store is ever run."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError, UnknownName
from asknext.lab.run_store.cell_record import RUNNING, WAITING, CellRecord
from asknext.lab.run_store.cell_rounds import CellRounds
from asknext.lab.run_store.checked import checked_json, checked_text, checked_whole
from asknext.lab.run_store.database import open_for_reading, told
from asknext.lab.run_store.layout import PREDICTIONS_DB, RUNS_DB
from asknext.lab.run_store.lock import is_locked
from asknext.lab.run_store.schema import PREDICTIONS, RUNS
from asknext.lab.run_store.shared_arrays import SharedArrays
from asknext.lab.run_store.stored_round import NextBatch, StoredRound

__all__ = ["RunStore"]

_FILTERS = ("data_set", "target", "model", "strategy", "schedule", "oracle", "seed", "status", "id", "fingerprint")
_CELLS = (
    "SELECT c.id, c.data_set, c.target, c.model, c.strategy, c.schedule, c.oracle, c.seed, c.status, c.peak_memory_mb, "
    "c.current, c.fingerprint, c.spec, r.rounds, r.seconds, b.seconds, f.error, f.traceback FROM cells c "
    "LEFT JOIN (SELECT cell, count(*) AS rounds, sum(fit_seconds + predict_seconds) AS seconds FROM rounds "
    "GROUP BY cell) r ON r.cell = c.number "
    "LEFT JOIN (SELECT cell, sum(select_seconds) AS seconds FROM batches GROUP BY cell) b ON b.cell = c.number "
    "LEFT JOIN (SELECT cell, max(number), error, traceback FROM failures GROUP BY cell) f ON f.cell = c.number "
    "ORDER BY c.number"
)


class RunStore:
    """A run store, open for reading while others may be writing it. Close it, or use it as a context manager."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._runs = open_for_reading(self.folder / RUNS_DB, RUNS)
        try:
            self._predictions = open_for_reading(self.folder / PREDICTIONS_DB, PREDICTIONS)
        except BaseException:
            self._runs.close()
            raise
        self._arrays = SharedArrays(self._predictions, self.folder / PREDICTIONS_DB)

    @classmethod
    def open(cls, folder: str | Path) -> RunStore:
        """The store in ``folder``.

        Raises
        ------
        DataError : there is none, or it is damaged, of a later version, or not what it says it is.
        """
        return cls(folder)

    def __enter__(self) -> RunStore:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the files back."""
        self._runs.close()
        self._predictions.close()

    # ------------------------------------------------------------------ the study

    @property
    def study(self) -> dict[str, Any]:
        """The study as it was last run."""
        found = self._rows("SELECT mapping FROM studies ORDER BY number DESC LIMIT 1")
        return dict(checked_json(found[0][0], dict, self._where("studies"))) if found else {}

    @property
    def paths_from(self) -> Path:
        """Where relative paths in the study started when it was last run."""
        found = self._rows("SELECT paths_from FROM studies ORDER BY number DESC LIMIT 1")
        return Path(checked_text(found[0][0], self._where("studies"))) if found else Path()

    def versions(self) -> list[dict[str, str]]:
        """Every set of package versions that rounds were computed with; more than one: results are mixed."""
        found = self._rows("SELECT packages FROM versions WHERE number IN (SELECT versions FROM rounds)")
        return [dict(checked_json(text, dict, self._where("versions"))) for (text,) in found]

    def metrics(self) -> list[str]:
        """The names of the metrics that were taken."""
        return [checked_text(name, self._where("metric_names")) for (name,) in self._rows(_METRICS)]

    def sizes(self) -> dict[str, int]:
        """Bytes of the files, and of the predictions in them: runs, predictions, test, pool, arrays."""
        parts = dict(self._read(self._predictions, "SELECT part, sum(bytes) FROM predictions GROUP BY part"))
        shared = self._read(self._predictions, "SELECT sum(length(data)) FROM arrays")[0][0]
        files = {name.split(".")[0]: _size(self.folder / name) for name in (RUNS_DB, PREDICTIONS_DB)}
        return {**files, "test": int(parts.get("test", 0)), "pool": int(parts.get("pool", 0)), "arrays": shared or 0}

    # ------------------------------------------------------------------ cells

    def cells(self, *, current: bool | None = True, **filters: Any) -> list[CellRecord]:
        """The cells, in the order of the study.

        Parameters
        ----------
        current : only those of the study as it was last run (True), only the others (False), or all (None).
        filters : field of `CellRecord` -> the value it must have, or a list, tuple or set of such.
        """
        for name in filters:
            if name not in _FILTERS:
                raise UnknownName("filter of cells", name, (*_FILTERS, "current"))
        alive = is_locked(self.folder)
        records = [self._record(row, alive) for row in self._rows(_CELLS)]
        kept = [each for each in records if current is None or each.current == current]
        return [each for each in kept if all(_fits(getattr(each, name), value) for name, value in filters.items())]

    def rounds(self, cell: str) -> list[StoredRound]:
        """The finished rounds of a cell, oldest first.

        Raises
        ------
        UnknownName : no such cell.  DataError : what is stored for it does not fit together.
        """
        return CellRounds(self._runs, self._predictions, self._arrays, self.folder, cell).all()

    def waiting_batch(self, cell: str) -> NextBatch | None:
        """What was chosen and answered already for the round that follows the last finished one."""
        return CellRounds(self._runs, self._predictions, self._arrays, self.folder, cell).waiting()

    def curves(
        self, metric: str, *, current: bool | None = True
    ) -> dict[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]]:
        """Id of a cell -> (labels, values), both (R,), of every cell with finished rounds and this metric.

        Raises `UnknownName` where the metric was not taken: `asknext.lab.replay` can compute it from the predictions.
        """
        if metric not in self.metrics():
            raise UnknownName("metric", metric, self.metrics(), where=f"the store {self.folder}")
        which = "" if current is None else f"AND c.current = {int(current)} "
        rows = self._rows(_CURVES.format(which=which), (metric,))
        return _grouped(rows, self._where("metrics"))

    # ------------------------------------------------------------------ inside

    def _where(self, table: str) -> str:
        return f"{self.folder / RUNS_DB}, table {table}"

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._read(self._runs, query, values)

    def _read(self, connection: sqlite3.Connection, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with told(self.folder / (RUNS_DB if connection is self._runs else PREDICTIONS_DB)):
            return connection.execute(query, values).fetchall()

    def _record(self, row: Sequence[Any], alive: bool) -> CellRecord:
        where = self._where("cells")
        texts = [checked_text(each, where) for each in (*row[0:2], *row[3:7], row[8], row[11])]
        status = WAITING if texts[6] == RUNNING and not alive else texts[6]
        return CellRecord(
            id=texts[0], data_set=texts[1], target=_maybe_text(row[2], where), model=texts[2], strategy=texts[3],
            schedule=texts[4], oracle=texts[5], seed=checked_whole(row[7], where), status=status,
            rounds=checked_whole(row[13] or 0, where), seconds=float(row[14] or 0) + float(row[15] or 0),
            peak_memory_mb=row[9] or None, error=_maybe_text(row[16], where) if status == "failed" else None,
            traceback=_maybe_text(row[17], where) if status == "failed" else None, current=bool(row[10]),
            fingerprint=texts[7], spec=checked_json(row[12], dict, where),
        )  # fmt: skip


_METRICS = "SELECT name FROM metric_names ORDER BY number"
_CURVES = (
    "SELECT c.id, r.labels, m.value FROM metrics m JOIN cells c ON c.number = m.cell "
    "JOIN rounds r ON r.cell = m.cell AND r.round = m.round "
    "WHERE m.metric = (SELECT number FROM metric_names WHERE name = ?) {which}ORDER BY m.cell, m.round"
)


def _grouped(rows: Sequence[Any], where: str) -> dict[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]]:
    if not rows:
        return {}
    ids, labels, values = zip(*rows, strict=True)
    try:
        counts = np.array(labels, dtype=np.int64)
        numbers = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise DataError(f"holds a value that is no number ({error})", source=where) from error
    starts = [0, *(place for place in range(1, len(ids)) if ids[place] != ids[place - 1]), len(ids)]
    return {str(ids[a]): (counts[a:b], numbers[a:b]) for a, b in pairwise(starts)}


def _fits(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, list | tuple | set | frozenset) else value == wanted


def _maybe_text(value: Any, where: str) -> str | None:
    return None if value is None else checked_text(value, where)


def _size(path: Path) -> int:
    """With what waits beside it to be written into it."""
    beside = path.with_name(path.name + "-wal")
    return path.stat().st_size + (beside.stat().st_size if beside.exists() else 0)
