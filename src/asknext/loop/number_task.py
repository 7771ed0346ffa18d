"""`NumberTask`: what a learner does where labels are numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.loop.fitted_model import FittedModel
from asknext.loop.held_out_numbers import HeldOutNumbers
from asknext.loop.learner_file import LearnerFile
from asknext.loop.number_space import NumberSpace
from asknext.pool.task import REGRESSION

__all__ = ["NumberTask"]


class NumberTask:
    """Labels are finite numbers; a model says predictions."""

    name = REGRESSION
    numbers = True
    says = "predictions"

    def __init__(self) -> None:
        self.space = NumberSpace()

    def of_pool(self, fitted: FittedModel) -> npt.NDArray[np.float64]:
        """(n,) predictions."""
        return fitted.predictions

    def shown(self, labels: Sequence[Any]) -> Iterable[Any]:
        """``labels`` as a strategy sees them: as they are."""
        return labels

    def sayer(self, fitted: FittedModel) -> Callable[[Any], npt.NDArray[np.float64]]:
        """What gives the predictions of other rows."""
        return fitted.numbers_for

    def predict(self, fitted: FittedModel, X: Any) -> npt.NDArray[np.float64]:
        """(len(X),) numbers, for the whole pool where ``X`` is None."""
        return fitted.predictions if X is None else fitted.numbers_for(X)

    def held_out(self, content: Any, labels: Any, metrics: Sequence[str] | None) -> HeldOutNumbers:
        """Labelled data to score each round on."""
        return HeldOutNumbers(content, labels, metrics)

    def restore(self, saved: LearnerFile) -> None:
        """Nothing: numbers need not be known before."""
