"""`forecast`: how long a study will take and how much it will keep, from one round of each combination."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter
from typing import Any

import numpy as np

from asknext.lab.run_store.arrays import packed
from asknext.lab.running.cell_learner import CellLearner
from asknext.lab.running.cell_process import data_of, die_with_the_parent
from asknext.lab.running.cell_task import CellTask
from asknext.lab.running.processes import by_fork, process_context, start_process
from asknext.lab.running.shared_data import SharedData
from asknext.lab.study import Cell, LoadedStudy
from asknext.lab.study.cell_sizes import batch_sizes
from asknext.lab.study.limits import Keep

__all__ = ["Forecast", "forecast"]

_PATIENCE = 20.0  # seconds for one round of one combination
_START = 0.05  # seconds to start a process and to read the data
_PICK = 40  # bytes of a row that was asked, with its score
_ROUND = 300  # bytes of a round but for its predictions


@dataclass(frozen=True)
class Forecast:
    """What is to be expected; a rough one: rounds differ, and so do machines from minute to minute.

    Attributes
    ----------
    cells, rounds : to be computed.
    seconds : on so many ``workers``; None where nothing could be tried.
    at_least : whether some combination took so long that only this much is known of it.
    bytes : on the disk.
    problems : combinations that failed when they were tried, and how; their cells will fail as well.
    """

    cells: int
    rounds: int
    workers: int
    seconds: float | None
    at_least: bool
    bytes: int
    problems: tuple[str, ...]


@dataclass(frozen=True)
class _Tried:
    """One round: seconds, and the share that predictions take when they are packed."""

    seconds: float
    share: float
    late: bool = False


def forecast(loaded: LoadedStudy, cells: Sequence[Cell], workers: int) -> Forecast:
    """Try one round of each data set, model and strategy that occurs in ``cells``, with half of the labels there."""
    examples = {_kind(cell): cell for cell in cells}
    tried: dict[tuple[str, ...], _Tried | str] = {}
    if examples:
        with TemporaryDirectory() as folder:
            tried = _try_all(loaded, examples, workers, Path(folder))
    known = {kind: found for kind, found in tried.items() if isinstance(found, _Tried)}
    rounds = {cell.id: loaded.planned_rounds(cell) for cell in cells}
    seconds = [_START + rounds[cell.id] * known[_kind(cell)].seconds for cell in cells if _kind(cell) in known]
    size = sum(_bytes(loaded, cell, rounds[cell.id], known.get(_kind(cell))) for cell in cells)
    return Forecast(
        cells=len(cells),
        rounds=sum(rounds.values()),
        workers=workers,
        seconds=max(sum(seconds) / workers, max(seconds)) if seconds else None,
        at_least=any(found.late for found in known.values()),
        bytes=round(size),
        problems=tuple(f"{', '.join(kind)}: {found}" for kind, found in tried.items() if isinstance(found, str)),
    )


def _kind(cell: Cell) -> tuple[str, ...]:
    """What decides how long a round takes, more or less."""
    return cell.data_set, cell.model.name, cell.strategy.name


def _bytes(loaded: LoadedStudy, cell: Cell, rounds: int, tried: _Tried | None) -> float:
    view, (pool, test) = loaded.views[cell.data_set, cell.target], loaded.rows(cell.data_set, cell.target, cell.seed)
    columns = max(1, len(view.classes))
    scored = len(test) if test is not None else len(pool) / 2
    keep = loaded.study.kept
    values = scored * _width(keep.test) + len(pool) * _width(keep.pool)
    share = 0.9 if tried is None else tried.share
    return rounds * (values * columns * share + _ROUND) + min(len(pool), 50 * rounds) * _PICK


def _width(precision: str) -> int:
    return 0 if precision == "none" else np.dtype(precision).itemsize


# ---------------------------------------------------------------------- trying


def _try_all(
    loaded: LoadedStudy, examples: dict[tuple[str, ...], Cell], workers: int, folder: Path
) -> dict[tuple[str, ...], _Tried | str]:
    forked = by_fork(loaded.study)
    context = process_context(by_fork=forked)
    shared = SharedData(folder)
    if not forked:
        shared.put(loaded.data.values())
    found: dict[tuple[str, ...], _Tried | str] = {}
    waiting, running = list(examples.items()), dict[Connection, tuple[Any, BaseProcess, float]]()
    while waiting or running:
        while waiting and len(running) < workers:
            kind, cell = waiting.pop(0)
            task = _task(loaded, cell, shared, forked)
            ours, theirs = context.Pipe(duplex=False)
            running[ours] = kind, start_process(context, _try_one, (task, theirs)), monotonic()
            theirs.close()
        for connection in wait(list(running), timeout=0.2):
            kind, process, _ = running.pop(connection)  # type: ignore[call-overload]
            found[kind] = _answer(connection)
            _end(connection, process)
        for connection, (kind, process, began) in list(running.items()):
            if monotonic() - began > _PATIENCE:
                found[kind] = _Tried(_PATIENCE, 0.9, late=True)
                del running[connection]
                _end(connection, process)
    return found


def _task(loaded: LoadedStudy, cell: Cell, shared: SharedData, forked: bool) -> CellTask:
    study = loaded.study
    data = loaded.data[cell.data_set] if forked else None
    return CellTask(cell, study.split, shared.folder, (), Keep(), study.allowed, data=data)


def _answer(connection: Any) -> _Tried | str:
    try:
        found: _Tried | str = connection.recv()
    except EOFError:
        return "its process ended without a word"
    return found


def _end(connection: Any, process: BaseProcess) -> None:
    process.kill()
    process.join()
    connection.close()


def _try_one(task: CellTask, connection: Connection) -> None:
    """In a process of its own: a round with half of the labels there."""
    from threadpoolctl import threadpool_limits

    die_with_the_parent()
    try:
        with threadpool_limits(limits=1):
            connection.send(_one_round(task))
    except Exception as error:  # told, whatever it is
        connection.send(f"{type(error).__name__}: {error}")


def _one_round(task: CellTask) -> _Tried:
    data, cell = data_of(task), task.cell
    pool, test = task.splits.rows(data, cell.seed)
    learner = CellLearner(cell, data, pool)
    sizes = batch_sizes(cell.schedule, cell.initial, len(pool))
    labels = max(2, int(np.mean(np.cumsum(sizes))))
    rows = np.sort(np.random.default_rng(cell.seed).permutation(pool)[: min(labels, len(pool) - 1)])
    learner.tell(learner.first(rows))
    began = perf_counter()
    learner.fit()
    table = learner.predict(test)
    predicted = perf_counter() - began
    share = _share(table)
    began = perf_counter()
    learner.choose(int(np.median(sizes[1:] or sizes)))
    return _Tried(predicted + perf_counter() - began, share)


def _share(table: Any) -> float:
    plain = np.asarray(table, dtype=np.float32)
    return len(packed(plain).data) / max(1, plain.nbytes)
