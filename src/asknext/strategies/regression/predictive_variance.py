"""The model's own uncertainty about a number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.strategies.curation.columns import numeric_column
from asknext.strategies.parameter import flag
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import REGRESSION

__all__ = ["STANDARD_DEVIATION", "PredictiveVariance"]

STANDARD_DEVIATION = "standard_deviation"


def _named(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise InputError(f"{where} is {value!r}, but must be the name of a column.")
    return value


_COLUMN = {"check": _named, "help": "the column that holds the standard deviation of each prediction"}


@register
@dataclass(frozen=True)
class PredictiveVariance(Scorer):
    """The less sure a regressor is of its prediction, the sooner: the variance that it states.

    The standard deviations are a column, in the unit of the labels: what Gaussian processes and Bayesian ridge give
    with ``predict(X, return_std=True)`` (`ActiveLearner` asks such a model by itself). With ``root`` the score is the
    standard deviation, for arithmetic with other scores in that unit; the order is the same.
    """

    column: str = field(default=STANDARD_DEVIATION, metadata=_COLUMN)
    root: bool = flag(False, "score by the standard deviation instead of the variance")

    name = "predictive_variance"
    time = "n"
    memory = "n"
    source = "MacKay 1992; Seo et al. 2000"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"columns"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({REGRESSION})

    def score_rows(self, view: PoolView) -> Float64:
        values = numeric_column(view, self.column, self.name)[view.unlabelled]
        wrong = ~(np.isfinite(values) & (values >= 0))
        if wrong.any():
            at = int(np.argmax(wrong))
            raise InputError(
                f"Strategy {self.name!r}: row {view.unlabelled[at]} of column {self.column!r} holds {values[at]}, but "
                f"a standard deviation is a finite number of at least 0."
            )
        return values if self.root else np.square(values)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"The model is unsure of its prediction: plus or minus {score if self.root else score**0.5:.3g}."
