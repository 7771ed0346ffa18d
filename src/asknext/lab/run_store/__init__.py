"""What the cells of a study found, round by round, on the disk: read by `RunStore`, written by `StoreWriter`."""

from asknext.lab.run_store.cell_record import CellPlan, CellRecord
from asknext.lab.run_store.pruning import Pruned, prune
from asknext.lab.run_store.run_store import RunStore
from asknext.lab.run_store.stored_round import FinishedRound, NextBatch, Replies, StoredRound
from asknext.lab.run_store.writer import StoreWriter

__all__ = [
    "CellPlan",
    "CellRecord",
    "FinishedRound",
    "NextBatch",
    "Pruned",
    "Replies",
    "RunStore",
    "StoreWriter",
    "StoredRound",
    "prune",
]
