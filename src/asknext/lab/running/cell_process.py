"""What a process does that computes one cell: load, go on from what is stored, send each round, say how it ended."""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import Any

import numpy as np

from asknext.lab.data_sets.data_set import DataSet
from asknext.lab.run_store import FinishedRound
from asknext.lab.run_store.arrays import Packed, packed
from asknext.lab.running.cell_run import CellRun
from asknext.lab.running.cell_task import CellTask
from asknext.lab.running.memory_limit import limit_memory, peak_memory_mb
from asknext.lab.running.shared_data import SharedData

__all__ = ["CellDone", "CellFailed", "compute_cell", "data_of", "die_with_the_parent", "rounds_of"]


@dataclass(frozen=True)
class CellDone:
    """The cell has all of its rounds; ``peak_memory_mb`` of its process."""

    peak_memory_mb: float


@dataclass(frozen=True)
class CellFailed:
    """Something was raised."""

    error: str
    traceback: str
    peak_memory_mb: float


def compute_cell(task: CellTask, connection: Connection) -> None:
    """Send every round that is missing, then `CellDone` or `CellFailed`; the process's entry."""
    from threadpoolctl import threadpool_limits

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    die_with_the_parent()
    try:
        limit_memory(task.limits.memory)
        # One thread each, so that sums are added up in the same order however many processes there are.
        with threadpool_limits(limits=1):
            for finished in rounds_of(task):
                connection.send(_small(finished, task))
        connection.send(CellDone(peak_memory_mb()))
    except BrokenPipeError:
        os._exit(1)  # nobody listens any more
    except BaseException as error:
        limit_memory(None)
        told = f"{type(error).__name__}: {error}".strip().rstrip(":")
        connection.send(CellFailed(told, traceback.format_exc(), peak_memory_mb()))
    finally:
        connection.close()


def rounds_of(task: CellTask) -> Iterator[FinishedRound]:
    """The rounds that are missing, one after the other."""
    data = data_of(task)
    pool_rows, test_rows = task.splits.rows(data, task.cell.seed)
    run = CellRun(task.cell, data, pool_rows, test_rows, task.metrics, task.keep)
    return run.rounds(task.done, task.waiting)


def data_of(task: CellTask) -> DataSet:
    """The data set of a cell, with the labels of its target."""
    whole = task.data if task.data is not None else SharedData(task.shared).get(task.cell.fingerprint)
    return whole if task.cell.target is None else whole.one_vs_rest()[task.cell.target]


def _small(finished: FinishedRound, task: CellTask) -> FinishedRound:
    """Predictions packed here rather than in the one process that writes."""
    return replace(
        finished,
        test_probabilities=_packed(finished.test_probabilities, task.keep.test),
        pool_probabilities=_packed(finished.pool_probabilities, task.keep.pool),
    )


def _packed(table: Any, precision: str) -> Packed | None:
    if table is None or precision == "none":
        return None
    return Packed(*packed(np.asarray(table, dtype=precision)))


def die_with_the_parent() -> None:
    """A run that is killed leaves no process behind that computes for nobody."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
