"""`StoreWriter`: the one process that writes a run store; everything it has taken is there after any crash."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.lab.run_store.arrays import Packed, packed
from asknext.lab.run_store.cell_record import DONE, FAILED, WAITING, CellPlan
from asknext.lab.run_store.database import open_for_writing, told
from asknext.lab.run_store.layout import PREDICTIONS_DB, RUNS_DB, write_study
from asknext.lab.run_store.lock import StoreLock
from asknext.lab.run_store.schema import PREDICTIONS, RUNS
from asknext.lab.run_store.stored_round import FinishedRound, NextBatch, Replies
from asknext.lab.versions import package_versions

__all__ = ["StoreWriter"]


class StoreWriter:
    """Writes to the run store in ``folder``, which is made where it is absent; nobody else can at the same time.

    Use it as a context manager. Rounds are only ever added: one that is there is never written again.

    Parameters
    ----------
    study : as JSON values, written to ``study.yaml`` too; None: go on with the one that is there.
    paths_from : where relative paths in the study start.
    keep_test, keep_pool : "float64", "float32", "float16" or "none": how predictions are kept.

    Raises
    ------
    DataError : the folder holds something else, or the disk refuses.  InputError : another process is writing.
    """

    def __init__(
        self,
        folder: str | Path,
        study: Mapping[str, Any] | None = None,
        paths_from: str | Path = "",
        *,
        keep_test: str = "float32",
        keep_pool: str = "float32",
    ) -> None:
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._keep = {"test": keep_test, "pool": keep_pool}
        self._numbers: dict[str, int] = {}
        self._metrics: dict[str, int] = {}
        self._lock = StoreLock(self.folder)
        try:
            self._runs = open_for_writing(self.folder / RUNS_DB, RUNS)
            self.predictions = open_for_writing(self.folder / PREDICTIONS_DB, PREDICTIONS)
            self.versions = self._remember_versions(package_versions())
            if study is not None:
                self._begin_study(study, Path(paths_from).absolute())
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> StoreWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let others write."""
        for name in ("_runs", "predictions"):
            if connection := getattr(self, name, None):
                connection.close()
        self._lock.release()

    # ------------------------------------------------------------------ cells

    def add_cells(self, plans: Iterable[CellPlan]) -> None:
        """Make cells known; those that are there already stay as they are, and belong to the study again."""
        with self._together():
            for plan in plans:
                self._add_cell(plan)

    def only(self, ids: Iterable[str]) -> None:
        """Cells other than ``ids`` do not belong to the study as it is now; they stay."""
        with self._together():
            self._runs.execute("UPDATE cells SET current = 0")
            self._runs.executemany("UPDATE cells SET current = 1 WHERE id = ?", [(each,) for each in ids])

    def mark(self, cell: str, status: str, peak_memory_mb: float | None = None) -> None:
        """Set how a cell stands."""
        with self._together():
            self._mark(cell, status, peak_memory_mb)

    def finish(self, cell: str, peak_memory_mb: float | None = None) -> None:
        """All rounds of ``cell`` are there."""
        self.mark(cell, DONE, peak_memory_mb)

    def fail(self, cell: str, error: str, traceback: str = "", peak_memory_mb: float | None = None) -> None:
        """``cell`` cannot go on; its rounds so far stay, and `resume` may try again."""
        number = self._number(cell)
        with self._together():
            stored = self._runs.execute("SELECT count(*) FROM rounds WHERE cell = ?", (number,)).fetchone()[0]
            self._runs.execute(
                "INSERT INTO failures (cell, round, at, error, traceback) VALUES (?, ?, ?, ?, ?)",
                (number, stored, _now(), error, traceback),
            )
            self._mark(cell, FAILED, peak_memory_mb)

    # ------------------------------------------------------------------ rounds

    def add_round(self, cell: str, finished: FinishedRound) -> None:
        """Add one round; see `add_rounds`."""
        self.add_rounds([(cell, finished)])

    def add_rounds(self, rounds: Iterable[tuple[str, FinishedRound]]) -> None:
        """Add rounds, each in its cell the next one. Predictions are on the disk before the round that they are of."""
        listed = list(rounds)
        with told(self.folder / PREDICTIONS_DB), _transaction(self.predictions):
            for cell, finished in listed:
                self._add_predictions(cell, finished)
        with self._together():
            for cell, finished in listed:
                self._add_round(self._number(cell), finished)

    # ------------------------------------------------------------------ inside

    @contextmanager
    def _together(self) -> Iterator[None]:
        with told(self.folder / RUNS_DB), _transaction(self._runs):
            yield

    def _begin_study(self, study: Mapping[str, Any], paths_from: Path) -> None:
        write_study(self.folder, study)
        with self._together():
            self._runs.execute(
                "INSERT INTO studies (started, mapping, paths_from, versions) VALUES (?, ?, ?, ?)",
                (_now(), json.dumps(study, ensure_ascii=False), str(paths_from), self.versions),
            )

    def _remember_versions(self, packages: Mapping[str, str]) -> int:
        text = json.dumps(packages, sort_keys=True)
        with self._together():
            self._runs.execute("INSERT OR IGNORE INTO versions (packages) VALUES (?)", (text,))
            found = self._runs.execute("SELECT number FROM versions WHERE packages = ?", (text,)).fetchone()
        return int(found[0])

    def _add_cell(self, plan: CellPlan) -> None:
        if self._runs.execute("SELECT 1 FROM cells WHERE id = ?", (plan.id,)).fetchone():
            # What it is called is the study's to say; what it is stays.
            self._runs.execute(
                "UPDATE cells SET current = 1, data_set = ?, model = ?, strategy = ?, schedule = ?, oracle = ? "
                "WHERE id = ?",
                (plan.data_set, plan.model, plan.strategy, plan.schedule, plan.oracle, plan.id),
            )
            return
        pool, test, truth = (self._array(each) for each in (plan.pool_rows, plan.test_rows, plan.truth))
        self._runs.execute(
            "INSERT INTO cells (id, current, status, data_set, target, model, strategy, schedule, oracle, seed, "
            "fingerprint, task, classes, pool_rows, test_rows, truth, spec) "
            "VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                plan.id, WAITING, plan.data_set, plan.target, plan.model, plan.strategy, plan.schedule, plan.oracle,
                plan.seed, plan.fingerprint, plan.task, json.dumps(list(plan.classes), ensure_ascii=False),
                pool, test, truth, json.dumps(plan.spec, ensure_ascii=False),
            ),
        )  # fmt: skip

    def _array(self, array: npt.NDArray[Any] | None) -> str | None:
        """The name of an array that many cells share; it is kept once."""
        if array is None:
            return None
        whole = np.ascontiguousarray(array, dtype=np.float64 if array.dtype.kind == "f" else np.int64)
        name = hashlib.blake2b(whole.tobytes() + str(whole.shape).encode(), digest_size=12).hexdigest()
        with told(self.folder / PREDICTIONS_DB):
            if not self.predictions.execute("SELECT 1 FROM arrays WHERE hash = ?", (name,)).fetchone():
                self.predictions.execute("INSERT INTO arrays VALUES (?, ?, ?, ?)", (name, *packed(_small(whole))))
        return name

    def _number(self, cell: str) -> int:
        if cell not in self._numbers:
            found = self._runs.execute("SELECT number FROM cells WHERE id = ?", (cell,)).fetchone()
            if found is None:
                raise KeyError(cell)
            self._numbers[cell] = int(found[0])
        return self._numbers[cell]

    def _mark(self, cell: str, status: str, peak_memory_mb: float | None) -> None:
        self._runs.execute(
            "UPDATE cells SET status = ?, peak_memory_mb = max(coalesce(peak_memory_mb, 0), coalesce(?, 0)) "
            "WHERE number = ?",
            (status, peak_memory_mb, self._number(cell)),
        )

    def _add_predictions(self, cell: str, finished: FinishedRound) -> None:
        for part, table in (("test", finished.test_probabilities), ("pool", finished.pool_probabilities)):
            if table is None or self._keep[part] == "none":
                continue
            # A round that was not committed any more leaves its predictions behind: they are made anew.
            dtype, shape, data = self._packed(table, part)
            self.predictions.execute(
                "INSERT OR REPLACE INTO predictions (cell, round, part, dtype, shape, bytes, data) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (cell, finished.number, part, dtype, shape, len(data), data),
            )

    def _packed(self, table: Any, part: str) -> Packed:
        return table if isinstance(table, Packed) else packed(np.asarray(table, dtype=self._keep[part]))

    def _add_round(self, cell: int, finished: FinishedRound) -> None:
        if finished.asked is not None:
            self._add_batch(cell, finished.number, finished.asked)
        if finished.answers is not None:
            self._add_replies(cell, finished.number, Replies(finished.answers))
        if finished.next is not None:
            self._add_batch(cell, finished.number + 1, finished.next)
        missing = json.dumps(list(finished.missing_classes), ensure_ascii=False) if finished.missing_classes else None
        self._runs.execute(
            "INSERT INTO rounds VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (cell, finished.number, int(finished.labels), missing, float(finished.fit_seconds),
             float(finished.predict_seconds), self.versions, _now()),
        )  # fmt: skip
        self._runs.executemany(
            "INSERT INTO metrics VALUES (?, ?, ?, ?)",
            [(self._metric(name), cell, finished.number, float(value)) for name, value in finished.metrics.items()],
        )

    def _add_batch(self, cell: int, number: int, batch: NextBatch) -> None:
        scores = None if batch.scores is None else _text(batch.scores)
        note = None if batch.note is None else json.dumps(batch.note, ensure_ascii=False)
        self._runs.execute(
            "INSERT OR IGNORE INTO batches VALUES (?, ?, ?, ?, ?, ?)",
            (cell, number, _text(batch.rows), scores, note, float(batch.seconds)),
        )
        if batch.replies is not None:
            self._add_replies(cell, number, batch.replies)

    def _add_replies(self, cell: int, number: int, replies: Replies) -> None:
        aside = replies.set_aside
        self._runs.execute(
            "INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                cell, number, _text(replies.answers), _maybe(replies.answered_by), _maybe(replies.votes),
                None if aside is None or not aside.any() else _text(aside.astype(np.int64)), float(replies.cost),
                float(replies.seconds),
            ),
        )  # fmt: skip

    def _metric(self, name: str) -> int:
        if name not in self._metrics:
            self._runs.execute("INSERT OR IGNORE INTO metric_names (name) VALUES (?)", (name,))
            found = self._runs.execute("SELECT number FROM metric_names WHERE name = ?", (name,)).fetchone()
            self._metrics[name] = int(found[0])
        return self._metrics[name]


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _text(values: npt.NDArray[Any]) -> str:
    """JSON without spaces; NaN is null."""
    if values.dtype.kind != "f":
        return json.dumps(values.tolist(), separators=(",", ":"))
    plain = [None if np.isnan(value) else float(value) for value in values]
    return json.dumps(plain, separators=(",", ":"))


def _maybe(values: Any) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _small(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if values.dtype.kind == "f":
        return values
    fits = values.size == 0 or (int(values.max()) < 2**31 and int(values.min()) >= -(2**31))
    return values.astype(np.int32) if fits else values


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
