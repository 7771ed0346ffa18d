"""`LatestModel`: the model fitted on the labels there are now, anew only where they have changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from asknext.errors import MissingInput
from asknext.loop.class_task import ClassTask
from asknext.loop.fitted_model import FittedModel
from asknext.loop.label_space import Label
from asknext.loop.ledger import Ledger
from asknext.loop.model_input import ModelInput
from asknext.loop.number_task import NumberTask
from asknext.loop.task_of import estimator_for
from asknext.models.committee import Committee
from asknext.models.fitting import fit_model

__all__ = ["LatestModel"]

_FIT = 1


@dataclass
class LatestModel:
    """Fits ``model``, or where it is None the default one, from scratch: a function of labels and seed alone.

    ``before`` : the hash of the labels of the fit before the last one, and that fit; None where there was none.
    """

    model: Any
    task: ClassTask | NumberTask
    ledger: Ledger
    given: ModelInput
    committee: Committee
    seed: int
    before: tuple[str, FittedModel] | None = field(default=None, init=False)
    _digest: str = field(default="", init=False)
    _fitted: FittedModel | None = field(default=None, init=False)

    @property
    def estimator(self) -> Any:
        """Not fitted; the default one depends on the task."""
        return estimator_for(self.model, self.task.name)

    def fit(self) -> None:
        """Fit on all labels there are; raises `MissingInput` where there is none."""
        if self.ledger.digest == self._digest:
            return
        if not self.ledger.labels:
            raise MissingInput("There is no label to learn from yet. Label what ask() gives and pass it to tell().")
        self.before = None if self._fitted is None else (self._digest, self._fitted)
        self._fitted, self._digest = self.fitted_on(self.ledger.labels), self.ledger.digest

    @property
    def fitted(self) -> FittedModel:
        """What `fit` made last; anew over the same fit where more classes are known than there were."""
        found, classes = self._fitted, self.task.space.classes
        assert found is not None
        if len(found.classes) != len(classes):
            found = self._fitted = replace(found, classes=tuple(classes))
        return found

    def fitted_on(self, labels: Mapping[int, Label]) -> FittedModel:
        """The model that `fit` would make of ``labels``; it is not kept."""
        rows, space = np.array(sorted(labels), dtype=np.int64), self.task.space
        targets = space.targets([labels[row] for row in rows.tolist()])
        seed = int(np.random.default_rng([self.seed, _FIT, len(rows)]).integers(2**31))
        return FittedModel(
            fit_model(self.estimator, self.given.take(rows), targets, seed), self.estimator, self.given.everything,
            self.given.take, rows, targets, seed, tuple(space.classes), bool(space.multilabel),
            self.task.numbers, self.committee,
        )  # fmt: skip
