"""`ClassTask`: what a learner does where labels are classes, one or several an item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.loop.fitted_model import FittedModel
from asknext.loop.held_out import HeldOut
from asknext.loop.label_space import Label, LabelSpace
from asknext.loop.learner_file import LearnerFile
from asknext.measures.metrics import predictions_of
from asknext.pool.task import MULTI_LABEL, SINGLE_LABEL

__all__ = ["ClassTask"]


class ClassTask:
    """Labels are classes; a model says probabilities. Arguments as for `LabelSpace`."""

    numbers = False
    says = "probabilities"

    def __init__(self, classes: Iterable[Any] | None, multilabel: bool | None) -> None:
        self.space = LabelSpace(classes, multilabel)

    @property
    def name(self) -> str:
        """Single-label until something has told otherwise."""
        return MULTI_LABEL if self.space.multilabel else SINGLE_LABEL

    def of_pool(self, fitted: FittedModel) -> npt.NDArray[np.float64]:
        """(n, C) probabilities."""
        return fitted.probabilities

    def shown(self, labels: Sequence[Label]) -> Iterable[Any]:
        """``labels`` as a strategy sees them: rows of 0 and 1 in the order of the probabilities' columns, where there
        may be several an item."""
        return self.space.codes(labels).astype(np.int8) if self.space.multilabel else labels

    def sayer(self, fitted: FittedModel) -> Callable[[Any], npt.NDArray[np.float64]]:
        """What gives the probabilities of other rows."""
        return fitted.proba

    def probabilities(self, fitted: FittedModel, X: Any) -> npt.NDArray[np.float64]:
        """(len(X), C), for the whole pool where ``X`` is None."""
        return fitted.probabilities if X is None else fitted.proba(X)

    def predict(self, fitted: FittedModel, X: Any) -> Any:
        """(len(X),) classes, or a list of sets of them; for the whole pool where ``X`` is None."""
        table, classes = self.probabilities(fitted, X), self.space.classes
        if self.space.multilabel:
            return [{classes[column] for column in np.flatnonzero(row)} for row in predictions_of(table, True)]
        return np.asarray(classes)[predictions_of(table, False)]

    def held_out(self, content: Any, labels: Any, metrics: Sequence[str] | None) -> HeldOut:
        """Labelled data to score each round on."""
        return HeldOut(content, labels, self.space, metrics)

    def restore(self, saved: LearnerFile) -> None:
        """Know the classes that were known when it was saved."""
        self.space.classes, self.space.closed = list(saved.classes), saved.closed
        self.space.multilabel, self.space.form = saved.multilabel, saved.form
