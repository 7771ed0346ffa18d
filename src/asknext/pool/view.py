"""`PoolView`: what a strategy may see, a read-only snapshot of the pool."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, MissingInput
from asknext.pool.resources import Resources
from asknext.pool.task import MULTI_LABEL, SINGLE_LABEL, TASKS, UnknownTask

__all__ = ["FloatArray", "IntArray", "PoolView"]

FloatArray = npt.NDArray[np.floating[Any]]
IntArray = npt.NDArray[np.int64]
Lazy = Callable[[], Any]

_HOW = {
    "probabilities": "pass probabilities=, an (n, C) array, or use a model that has predict_proba",
    "embeddings": "pass embeddings=, an (n, d) float array",
    "committee": "pass committee=, a (K, n, C) array of the members' probabilities",
    "labels": "pass labels=, one value an item with None or NaN where it is not known",
    "detections": "pass detections=, one table of boxes an image",
    "annotations": "pass annotations=, an (n, A) table of what each annotator answered, None where not asked",
    "sequences": "pass sequences=, one (T, C) array of token probabilities an item",
    "predictions": "pass predictions=, an (n,) array of a regressor's output, or use a model that is a regressor",
    "columns": "pass columns=, a mapping of name to one value an item",
}


class PoolView:
    """A read-only snapshot of a pool of ``n`` items.

    Parameters
    ----------
    n : number of items.
    labelled : (m,) int64, rows that have a label or are otherwise not to be asked (sorted, distinct).
    labels : what is known, one value an item (object or numeric array of length n), or None.
    probabilities : (n, C) float array of class probabilities; for a multi-label task (n, L), each in [0, 1].
    embeddings : (n, d) float32 array, possibly memory-mapped.
    committee : (K, n, C) float array of probabilities; for regression (K, n) predictions.
    predictions : (n,) float array, a regressor's output in the unit of the labels.
    detections, columns : per-image boxes; mapping of column name to (n,) array.
    annotations : (n, A), what each of A annotators answered; None, NaN or masked where one was not asked.
    sequences : one (T_i, C) float array of token probabilities an item.
    multilabel : whether rows of ``probabilities`` are independent binary probabilities; short for the task.
    task : "single_label", "multi_label" or "regression"; default: as ``multilabel`` says.
    available : (u,) int64, rows that may be asked; default: all that are not ``labelled``.
    resources : the memory and threads a strategy may use, and who is told of progress.
    kept : where strategies put away what saves work in the next round, such as distances to labelled items; pass the
        same mapping each round. It never changes what is chosen, and need not be saved.
    classes : the names of the columns of ``probabilities``, for sentences; default: they are numbered.

    Any input may be a function without arguments: it is called once, when a strategy first asks for it.
    ``ordered`` says whether ``unlabelled`` rises.
    """

    def __init__(
        self,
        n: int,
        *,
        labelled: IntArray | None = None,
        labels: Any = None,
        probabilities: FloatArray | Lazy | None = None,
        embeddings: FloatArray | Lazy | None = None,
        committee: FloatArray | Lazy | None = None,
        predictions: FloatArray | Lazy | None = None,
        detections: Any = None,
        columns: Mapping[str, Any] | None = None,
        annotations: Any = None,
        sequences: Any = None,
        multilabel: bool = False,
        task: str | None = None,
        available: IntArray | None = None,
        resources: Resources | None = None,
        kept: dict[str, Any] | None = None,
        classes: Sequence[Any] | None = None,
    ) -> None:
        self.n = int(n)
        self.task = task or (MULTI_LABEL if multilabel else SINGLE_LABEL)
        if self.task not in TASKS:
            raise UnknownTask(self.task)
        self.multilabel = self.task == MULTI_LABEL
        self.resources = Resources() if resources is None else resources
        self.kept = kept
        self.classes: list[Any] = list(classes or ())
        self.labelled: IntArray = _rising(np.asarray(labelled if labelled is not None else [], dtype=np.int64))
        if len(self.labelled) and (self.labelled[0] < 0 or self.labelled[-1] >= self.n):
            raise InputError(f"labelled holds row {self.labelled[-1]}, but the pool has rows 0 to {self.n - 1}.")
        if available is None:
            mask = np.ones(self.n, dtype=bool)
            mask[self.labelled] = False
            available = np.flatnonzero(mask)
            self.ordered = True
        else:
            self.ordered = bool((np.diff(available) > 0).all())
        self.unlabelled: IntArray = np.asarray(available, dtype=np.int64)
        self._inputs: dict[str, Any] = {
            "labels": labels,
            "probabilities": probabilities,
            "embeddings": embeddings,
            "committee": committee,
            "predictions": predictions,
            "detections": detections,
            "columns": columns,
            "annotations": annotations,
            "sequences": sequences,
        }

    def has(self, name: str) -> bool:
        """Whether the input ``name`` was given."""
        return self._inputs.get(name) is not None

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of the input ``name``; () where it is no array, or not read yet."""
        return tuple(getattr(self._inputs.get(name), "shape", ()))

    def need(self, name: str, asker: str) -> Any:
        """The input ``name``; raises `MissingInput` that names ``asker`` where it is absent."""
        value = self._inputs.get(name)
        if value is None:
            was = "was" if name == "committee" else "were"
            raise MissingInput(f"Strategy {asker!r} needs {name}, which {was} not given: {_HOW[name]}.")
        if callable(value):
            value = self._inputs[name] = value()
        return value

    @property
    def probabilities(self) -> Any:
        return self.need("probabilities", "this strategy")

    @property
    def embeddings(self) -> Any:
        return self.need("embeddings", "this strategy")

    @property
    def committee(self) -> Any:
        return self.need("committee", "this strategy")

    @property
    def predictions(self) -> Any:
        return self.need("predictions", "this strategy")

    @property
    def labels(self) -> Any:
        return self.need("labels", "this strategy")

    @property
    def detections(self) -> Any:
        return self.need("detections", "this strategy")

    @property
    def columns(self) -> Any:
        return self.need("columns", "this strategy")

    @property
    def annotations(self) -> Any:
        return self.need("annotations", "this strategy")

    @property
    def sequences(self) -> Any:
        return self.need("sequences", "this strategy")

    def spoken(self, label: int) -> str:
        """What to call the column ``label`` of the probabilities in a sentence: its name where that is known."""
        return repr(self.classes[label]) if label < len(self.classes) else str(label)

    def may_ask(self, rows: IntArray) -> npt.NDArray[np.bool_]:
        """(len(rows),) whether each of ``rows`` is among the unlabelled ones."""
        if not self.ordered:
            return np.isin(rows, self.unlabelled)
        places = np.searchsorted(self.unlabelled, rows)
        return np.asarray(self.unlabelled[np.minimum(places, len(self.unlabelled) - 1)] == rows)

    def blocks(self, rows: int) -> Iterator[IntArray]:
        """The unlabelled rows in consecutive blocks of at most ``rows``."""
        for start in range(0, len(self.unlabelled), rows):
            yield self.unlabelled[start : start + rows]


def _rising(rows: IntArray) -> IntArray:
    return rows if (rows[1:] > rows[:-1]).all() else np.unique(rows)
