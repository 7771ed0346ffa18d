"""`FinalNumbers`: the regression fitted on every answer there is, where answers are numbers or levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.number_model import fit_numbers, intervals, model_says
from asknext.labelling.snapshot import Snapshot
from asknext.project.embeddings import pool_embeddings
from asknext.project.folder import Project
from asknext.project.snapshot import current_labels
from asknext.store.browse import item_rows

__all__ = ["FinalNumbers", "fit_final_numbers"]

BLOCK = 2_000


@dataclass(frozen=True)
class FinalNumbers:
    """A fitted regression and what it was fitted on; as `FinalModel`, but that it answers with numbers."""

    project: Project
    model: Any
    labels: int
    embeddings: npt.NDArray[np.float32]
    class_names: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        """What `predictions` gives of an item; of a level also the one that is meant, and those at the ends."""
        levels = ["level", "level_low", "level_high"] if self._levels else []
        return ["id", "value", "low", "high", *levels]

    def predictions(self) -> Iterator[list[Any]]:
        """A row for every item that has no label, in the order of the import.

        ``low`` and ``high`` are the ends of the interval that holds the answer in 95 of 100 cases, if errors are
        normally distributed; all are within what an answer may be.
        """
        labelled = current_labels(self.project).rows
        rows = np.setdiff1d(np.arange(len(self.embeddings), dtype=np.int64), labelled, assume_unique=True)
        for start in range(0, len(rows), BLOCK):
            yield from self._block(rows[start : start + BLOCK])

    @property
    def _levels(self) -> tuple[str, ...]:
        config = self.project.config
        return config.annotate.levels if config.task == "ordinal" else ()

    def _block(self, rows: npt.NDArray[np.int64]) -> Iterator[list[Any]]:
        with self.project.database.read() as conn:
            items = item_rows(conn, rows.tolist())
        config = self.project.config
        table = intervals(model_says(self.model, self.embeddings[rows]), config.task, config.annotate)
        for row, told in zip(rows.tolist(), table.tolist(), strict=True):
            levels = [self._levels[round(each) - 1] for each in told] if self._levels else []
            yield [items[row].id, *(round(each, 6) for each in told), *levels]


def fit_final_numbers(project: Project, snapshot: Snapshot) -> FinalNumbers:
    """Fit the default regressor on all answers of ``snapshot``, in the order of the items."""
    rows = np.concatenate([snapshot.rows, snapshot.control_rows])
    targets = np.concatenate([snapshot.targets, snapshot.control_targets])
    order = np.argsort(rows, kind="stable")
    embeddings = pool_embeddings(project)
    model = fit_numbers(embeddings[rows[order]], targets[order], project.config.seed)
    return FinalNumbers(project, model, len(rows), embeddings)
