"""`Crew`: so many processes at a time, each with one cell; what they find goes to the store, in this process alone."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any

from asknext.lab.run_store import FinishedRound, StoreWriter
from asknext.lab.run_store.cell_record import RUNNING
from asknext.lab.running.cell_process import CellDone, CellFailed, compute_cell
from asknext.lab.running.cell_task import CellTask
from asknext.lab.running.processes import start_process
from asknext.lab.running.progress import Failure
from asknext.lab.running.tally import Tally
from asknext.lab.study.limits import Limits

__all__ = ["Crew"]

_TICK = 0.5
_SECONDS_TO_END = 5.0


@dataclass(eq=False)
class _Worker:
    """A process at work."""

    task: CellTask
    process: BaseProcess
    connection: Connection
    began: float = field(default_factory=monotonic)
    ended: CellDone | CellFailed | None = None

    @property
    def cell(self) -> str:
        return self.task.cell.id


class Crew:
    """Works through tasks.

    Arguments: how processes are made, where results go, who is told, how many at a time, and until when (monotonic).
    """

    def __init__(
        self, context: BaseContext, writer: StoreWriter, tally: Tally, size: int, until: float | None = None
    ) -> None:
        self._context, self._writer, self._tally, self._size, self._until = context, writer, tally, size, until
        self._workers: list[_Worker] = []
        self._failed: dict[str, Failure] = {}

    def work(self, tasks: Iterator[CellTask], limits: Limits) -> dict[str, Failure]:
        """Until all are done or the time is up; the failures by cell. Whatever ends this ends the processes, too."""
        try:
            self._tally.tell("began")
            self._hire(tasks)
            while self._workers and (self._until is None or monotonic() < self._until):
                self._listen(limits)
                self._hire(tasks)
        finally:
            for worker in self._workers:
                _end(worker)
        return self._failed

    def _hire(self, tasks: Iterator[CellTask]) -> None:
        while len(self._workers) < self._size and (task := next(tasks, None)) is not None:
            ours, theirs = self._context.Pipe(duplex=False)
            process = start_process(self._context, compute_cell, (task, theirs))
            theirs.close()
            self._writer.mark(task.cell.id, RUNNING)
            self._workers.append(_Worker(task, process, ours))
            self._tally.begin(task.cell.id, len(task.done))

    def _listen(self, limits: Limits) -> None:
        """Take in what has come, one transaction for all of it; see to those that have ended or take too long."""
        ready = set(wait([worker.connection for worker in self._workers], timeout=_TICK))
        found: list[tuple[str, FinishedRound]] = []
        for worker in self._workers:
            if worker.connection in ready:
                found += _received(worker)
        if found:
            self._writer.add_rounds(found)
            self._tally.add_rounds(found)
        for worker in [each for each in self._workers if each.connection.closed]:
            self._close(worker)
        for worker in [each for each in self._workers if limits.seconds and monotonic() - each.began > limits.seconds]:
            self._overrun(worker, limits)
        self._tally.tell("tick")

    def _close(self, worker: _Worker) -> None:
        worker.process.join(_SECONDS_TO_END)
        _end(worker)
        if isinstance(worker.ended, CellDone):
            self._workers.remove(worker)
            self._writer.finish(worker.cell, worker.ended.peak_memory_mb)
            self._tally.finish(worker.cell)
        else:
            self._fail(worker, worker.ended or CellFailed(_how_it_died(worker.process), "", 0.0))

    def _overrun(self, worker: _Worker, limits: Limits) -> None:
        _end(worker)
        self._fail(worker, CellFailed(f"It took longer than the {limits.seconds:g} s of limits.seconds.", "", 0.0))

    def _fail(self, worker: _Worker, failed: CellFailed) -> None:
        self._workers.remove(worker)
        self._writer.fail(worker.cell, failed.error, failed.traceback, failed.peak_memory_mb)
        failure = Failure(worker.cell, worker.task.cell.shown, failed.error, failed.traceback)
        self._failed[worker.cell] = failure
        self._tally.fail(worker.cell, failure)


def _received(worker: _Worker) -> list[tuple[str, FinishedRound]]:
    """Everything that is there now; the connection is closed where nothing more can come."""
    found: list[tuple[str, FinishedRound]] = []
    try:
        while worker.connection.poll():
            message: Any = worker.connection.recv()
            if isinstance(message, FinishedRound):
                found.append((worker.cell, message))
            else:
                worker.ended = message
    except (EOFError, OSError):
        worker.connection.close()
    return found


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join(_SECONDS_TO_END)
    worker.connection.close()


def _how_it_died(process: BaseProcess) -> str:
    code = process.exitcode
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        why = " (the system may have run out of memory)" if name == "SIGKILL" else ""
        return f"Its process was ended by {name}{why}."
    return f"Its process ended with the exit code {code} before all rounds were computed."
