"""`CellPlan`: a cell as it goes into a store; `CellRecord`: as it comes out of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.task import SINGLE_LABEL

__all__ = ["COMBINATION", "DONE", "FAILED", "RUNNING", "WAITING", "CellPlan", "CellRecord"]

DONE, FAILED, RUNNING, WAITING = "done", "failed", "running", "waiting"
COMBINATION = ("data_set", "target", "model", "strategy", "schedule", "oracle")


@dataclass(frozen=True, eq=False)
class CellPlan:
    """What decides a cell, and the fixed arrays that its rounds are read against.

    Attributes
    ----------
    id : tells this cell from every other.
    data_set, model, strategy, schedule, oracle : display names.  target : the class of one-vs-rest, or None.
    seed : of the split, the initial set, the model and the choices.
    task : "single_label", "multi_label" or "regression".
    classes : in the order of the codes and of the columns of probabilities; none for regression.
    pool_rows : (p,) int64 rows of the data set that may be asked, rising.
    test_rows : (t,) int64 rows that are scored; None: the rows of the pool without a label so far.
    truth : (n,) int64 codes of all rows of the data set; several classes an item: (n, L) zeros and ones; regression:
        (n,) float64 numbers.
    fingerprint : of the data set.  spec : everything that decides the cell, as JSON values.
    """

    id: str
    data_set: str
    model: str
    strategy: str
    schedule: str
    oracle: str
    seed: int
    classes: tuple[Any, ...]
    pool_rows: npt.NDArray[np.int64]
    truth: npt.NDArray[Any]
    test_rows: npt.NDArray[np.int64] | None = None
    target: str | None = None
    task: str = SINGLE_LABEL
    fingerprint: str = ""
    spec: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CellRecord:
    """One cell of a study: one data set, model, strategy, schedule, oracle and seed.

    Attributes
    ----------
    id, data_set, target, model, strategy, schedule, oracle, seed : as in `CellPlan`.
    status : "done", "running", "failed" or "waiting".
    rounds : how many are stored.
    seconds : that its rounds took.  peak_memory_mb : of its process; None until it has ended once.
    error, traceback : of its last failure, where it has failed.
    current : whether it belongs to the study as it was last run.
    fingerprint : of the data set.  spec : everything that decides the cell.
    """

    id: str
    data_set: str
    target: str | None
    model: str
    strategy: str
    schedule: str
    oracle: str
    seed: int
    status: str
    rounds: int = 0
    seconds: float = 0.0
    peak_memory_mb: float | None = None
    error: str | None = None
    traceback: str | None = None
    current: bool = True
    fingerprint: str = ""
    spec: Mapping[str, Any] = field(default_factory=dict)

    @property
    def combination(self) -> tuple[str | None, ...]:
        """The values of its fields named in `COMBINATION`: cells that share them differ in their seed alone."""
        return tuple(getattr(self, name) for name in COMBINATION)

    @property
    def shown(self) -> str:
        """In a line."""
        return ", ".join([*filter(None, self.combination), f"seed {self.seed}"])
