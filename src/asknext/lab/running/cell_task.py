"""`CellTask`: everything that a process needs to compute the rounds of a cell that are missing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from asknext.lab.data_sets.data_set import DataSet
from asknext.lab.run_store import NextBatch, RunStore
from asknext.lab.run_store.stored_round import Replies
from asknext.lab.splits import Splits
from asknext.lab.study.cell import Cell
from asknext.lab.study.limits import Keep, Limits

__all__ = ["CellTask", "batches_so_far"]


@dataclass(frozen=True, eq=False)
class CellTask:
    """One cell for one process.

    Attributes
    ----------
    cell : what is to be computed.  splits : how its seed splits the rows.
    shared : folder of the data sets.  data : the data set itself, where the process has it by being forked.
    metrics : names.  keep, limits : of the study.
    done : the batches of the rounds that are there.  waiting : the batch after them, where it is known.
    """

    cell: Cell
    splits: Splits
    shared: Path
    metrics: tuple[str, ...]
    keep: Keep
    limits: Limits
    done: tuple[NextBatch, ...] = ()
    waiting: NextBatch | None = None
    data: DataSet | None = None


def batches_so_far(store: RunStore, cell: str) -> tuple[tuple[NextBatch, ...], NextBatch | None]:
    """The batches of the finished rounds, and the one that waits."""
    done = tuple(
        NextBatch(each.rows, None, each.note, 0.0, Replies(each.answers, each.set_aside)) for each in store.rounds(cell)
    )
    return done, store.waiting_batch(cell) if done else None
