"""`FinalModel`: the model fitted on every label there is, control answers included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from asknext.errors import ProjectError
from asknext.labelling.snapshot import Snapshot, take_snapshot
from asknext.models.default import default_model
from asknext.models.fitting import fit_model
from asknext.models.probabilities import class_probabilities
from asknext.project.annotate_config import NUMBERS
from asknext.project.embeddings import pool_embeddings
from asknext.project.folder import Project
from asknext.project.snapshot import current_labels
from asknext.store.browse import item_rows

if TYPE_CHECKING:
    from asknext.labelling.final_numbers import FinalNumbers

__all__ = ["FinalModel", "Prediction", "fit_final_model"]

BLOCK = 2_000


@dataclass(frozen=True)
class Prediction:
    """What the model says about one item without a label: its class names, and the probability of every class."""

    id: str
    classes: tuple[str, ...]
    probabilities: tuple[float, ...]


@dataclass(frozen=True)
class FinalModel:
    """A fitted model and what it was fitted on.

    Attributes
    ----------
    model : fitted on embeddings; answers in class codes 0 to C - 1. class_names : what the codes mean.
    labels : how many labels it learnt from. embeddings : (n, d) float32 of every item, memory-mapped.
    """

    project: Project
    model: Any
    class_names: tuple[str, ...]
    labels: int
    embeddings: npt.NDArray[np.float32]

    @property
    def multilabel(self) -> bool:
        """Whether an item may have any number of classes."""
        return self.project.config.multilabel

    def probabilities(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """(b, C) float64 for the items ``rows``."""
        block, codes = np.asarray(self.embeddings[rows], dtype=np.float32), range(len(self.class_names))
        return class_probabilities(self.model, block, codes, multilabel=self.multilabel)

    def predictions(self) -> Iterator[Prediction]:
        """Every item that has no label, in the order of the import."""
        labelled = current_labels(self.project).rows
        rows = np.setdiff1d(np.arange(len(self.embeddings), dtype=np.int64), labelled, assume_unique=True)
        for start in range(0, len(rows), BLOCK):
            yield from self._block(rows[start : start + BLOCK])

    def _block(self, rows: npt.NDArray[np.int64]) -> Iterator[Prediction]:
        with self.project.database.read() as conn:
            items = item_rows(conn, rows.tolist())
        for row, chances in zip(rows.tolist(), self.probabilities(rows), strict=True):
            chosen = np.flatnonzero(chances >= 0.5) if self.multilabel else [int(chances.argmax())]
            names = tuple(self.class_names[code] for code in chosen)
            yield Prediction(items[row].id, names, tuple(float(chance) for chance in chances))


def fit_final_model(project: Project) -> FinalModel | FinalNumbers:
    """Fit the default model on all labels; the same labels and seed give the same model.

    Raises
    ------
    ProjectError : there are no labels yet, or nothing is learned from them.
    """
    if project.config.task == "pairwise":
        raise ProjectError("A choice between two trains no model here. To have the choices: asknext export.")
    snapshot = take_snapshot(project)
    if snapshot.all_labels == 0:
        raise ProjectError("There are no labels to learn from yet. To label: asknext serve, or asknext ask and tell.")
    if project.config.task in NUMBERS:
        from asknext.labelling.final_numbers import fit_final_numbers

        return fit_final_numbers(project, snapshot)
    rows, targets = _everything(snapshot)
    embeddings = pool_embeddings(project)
    config = project.config
    X = np.asarray(embeddings[rows], dtype=np.float32)
    model = fit_model(default_model(config.multilabel, config.seed), X, targets, config.seed)
    return FinalModel(project, model, tuple(each.name for each in snapshot.classes), len(rows), embeddings)


def _everything(snapshot: Snapshot) -> tuple[npt.NDArray[np.int64], npt.NDArray[Any]]:
    """Every label once, in the order of the items, so that the fit does not depend on who was asked when."""
    rows = np.concatenate([snapshot.rows, snapshot.control_rows])
    targets = np.concatenate([snapshot.targets, snapshot.control_targets])
    order = np.argsort(rows, kind="stable")
    return rows[order], targets[order]
