"""`run_study`: every cell of a study that is not there yet, on all cores; `resume_study`: the rest of a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from asknext.errors import InputError
from asknext.lab.run_store import RunStore, StoreWriter
from asknext.lab.run_store.cell_record import DONE, FAILED, CellRecord
from asknext.lab.run_store.layout import RUNS_DB, SHARED
from asknext.lab.running.cell_task import CellTask, batches_so_far
from asknext.lab.running.crew import Crew
from asknext.lab.running.processes import by_fork, process_context
from asknext.lab.running.progress import Failure, Progress
from asknext.lab.running.shared_data import SharedData
from asknext.lab.running.tally import Tally
from asknext.lab.study import Cell, LoadedStudy, Study, load_study
from asknext.lab.study.scoring import usual_metrics
from asknext.lab.study.task_of import task_of
from asknext.pool.resources import Resources

__all__ = ["RunSummary", "open_cells", "resume_study", "run_study"]

Listener = Callable[[Progress], None]


@dataclass(frozen=True)
class RunSummary:
    """How a run ended.

    Attributes
    ----------
    folder : of the run store.  cells : of the study.  done : have all rounds, those of earlier runs too.
    computed : were computed in this run.  failures : could not go on, in this run or before.
    left_out : cells in the store that are not of this study.  seconds : that the run took.
    """

    folder: Path
    cells: int
    done: int
    computed: int
    failures: tuple[Failure, ...]
    left_out: int
    seconds: float


def run_study(
    study: Study | LoadedStudy,
    folder: str | Path,
    *,
    workers: int | None = None,
    retry_failed: bool = False,
    on_progress: Listener | None = None,
    seconds: float | None = None,
) -> RunSummary:
    """Compute every round of every cell that is not in ``folder`` yet.

    What is there is never computed again, and never written over: a study that was changed adds the cells that are
    new. Results depend on the study and its data alone, not on ``workers``, nor on where a run was broken off.

    Parameters
    ----------
    folder : of the run store; made where it is absent.
    workers : processes at a time; default: one a core.
    retry_failed : try cells again that have failed, from the round they failed in.
    on_progress : told how far it is, in this process.
    seconds : stop after so long; every finished round is kept, and `resume_study` goes on with the others.

    Raises
    ------
    InputError : the study does not fit its data, or another process runs in ``folder``.
    DataError : data cannot be read, or the disk is full; then `resume_study` goes on from the last finished round.
    """
    if workers is not None and workers < 1:
        raise InputError(f"workers is {workers}, but must be at least 1.")
    loaded = load_study(study) if isinstance(study, Study) else study
    kept = loaded.study.kept
    with StoreWriter(
        folder, loaded.study.as_mapping(), loaded.study.folder, keep_test=kept.test, keep_pool=kept.pool
    ) as writer:
        writer.add_cells(map(loaded.plan, loaded.cells))
        writer.only(cell.id for cell in loaded.cells)
        return _Run(loaded, writer, retry_failed, on_progress).go(workers or Resources().workers, seconds)


def resume_study(
    folder: str | Path,
    *,
    workers: int | None = None,
    retry_failed: bool = False,
    on_progress: Listener | None = None,
    paths_from: str | Path | None = None,
) -> RunSummary:
    """Go on with the study in ``folder`` as it was last run; arguments and errors as for `run_study`.

    Parameters
    ----------
    paths_from : where relative paths of the study start; default: where they started when it was run.

    Raises
    ------
    InputError : also where a data set is not what it was, for then this would be another study.
    """
    with RunStore.open(folder) as store:
        mapping, start = store.study, Path(paths_from or store.paths_from)
        known: dict[str, set[str]] = {}
        for record in store.cells(current=None):
            known.setdefault(record.data_set, set()).add(record.fingerprint)
    loaded = load_study(Study.from_mapping(mapping, start))
    strangers = [
        name for name, data in loaded.data.items() if data.fingerprint not in known.get(name, {data.fingerprint})
    ]
    if strangers:
        raise InputError(
            f"The data set {strangers[0]!r} is not what it was when this study was run. To compute its cells anew, "
            f"beside those that are there, run the study again: asknext lab run STUDY.yaml -o {folder}"
        )
    return run_study(loaded, folder, workers=workers, retry_failed=retry_failed, on_progress=on_progress)


def open_cells(loaded: LoadedStudy, folder: str | Path) -> list[Cell]:
    """The cells that a run in ``folder`` would compute, or go on with."""
    if not (Path(folder) / RUNS_DB).exists():
        return loaded.cells
    with RunStore.open(folder) as store:
        ended = {record.id for record in store.cells(current=None, status=[DONE, FAILED])}
    return [cell for cell in loaded.cells if cell.id not in ended]


class _Run:
    """One run: who is to be computed, by whom, and what became of it."""

    def __init__(self, loaded: LoadedStudy, writer: StoreWriter, retry: bool, on_progress: Listener | None) -> None:
        self._loaded, self._writer, self._began = loaded, writer, monotonic()
        self._shared = SharedData(writer.folder / SHARED)
        with RunStore.open(writer.folder) as store:
            records = {record.id: record for record in store.cells()}
            self._left_out = len(store.cells(current=False))
        undone = [cell for cell in loaded.cells if records[cell.id].status != DONE]
        given_up = [cell for cell in undone if records[cell.id].status == FAILED and not retry]
        self._failed = {cell.id: _failure(cell, records[cell.id]) for cell in given_up}
        self._open = [cell for cell in undone if cell.id not in self._failed]
        planned = {cell.id: loaded.planned_rounds(cell) for cell in self._open}
        self._before = len(loaded.cells) - len(undone)
        self._tally = Tally(self._open, planned, self._before, len(given_up), on_progress)

    def go(self, workers: int, seconds: float | None) -> RunSummary:
        """Until nothing is left, or the time is up."""
        forked = by_fork(self._loaded.study)
        try:
            if self._open and not forked:
                self._shared.put(self._loaded.data.values())
            with RunStore.open(self._writer.folder) as store:
                tasks = (self._task(cell, store, forked) for cell in self._open)
                until = None if seconds is None else self._began + seconds
                crew = Crew(process_context(by_fork=forked), self._writer, self._tally, workers, until)
                self._failed |= crew.work(tasks, self._loaded.study.allowed)
        finally:
            self._shared.remove()
        self._tally.tell("ended")
        failures = tuple(self._failed.values())
        return RunSummary(
            self._writer.folder, len(self._loaded.cells), self._tally.done, self._tally.done - self._before, failures,
            self._left_out, monotonic() - self._began,
        )  # fmt: skip

    def _task(self, cell: Cell, store: RunStore, forked: bool) -> CellTask:
        study, data = self._loaded.study, self._loaded.data[cell.data_set]
        metrics = study.metrics or usual_metrics(task_of(self._loaded.views[cell.data_set, cell.target]))
        done, waiting = batches_so_far(store, cell.id)
        return CellTask(
            cell, study.split, self._shared.folder, tuple(metrics), study.kept, study.allowed, done, waiting,
            data if forked else None,
        )  # fmt: skip


def _failure(cell: Cell, record: CellRecord) -> Failure:
    return Failure(cell.id, cell.shown, record.error or "", record.traceback or "")
