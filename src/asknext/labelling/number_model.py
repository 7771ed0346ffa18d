"""What a round learns where answers are numbers or levels: a regression that says how sure it is of each prediction.

Of levels it is the regression of the rank, which costs little beside models made for ordered levels where the levels
are about evenly apart (Gutiérrez et al., 2016, section 2) and gives a spread; benchmarks/results/numbers.md has what
it did beside a classifier of the levels.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.models.fitting import fit_model
from asknext.models.numbers import default_regressor, predicted_numbers, standard_deviations
from asknext.project.annotate_config import AnnotateConfig

__all__ = ["LEAST", "TOO_FEW", "fit_numbers", "intervals", "is_enough", "limits", "member_says", "model_says"]

LEAST = 10
"""Answers from which on a model is fitted: with fewer its spread is a guess about a guess."""
TOO_FEW = (
    f"Nothing is learned yet: a model is fitted from {LEAST} answers on, outside of the control stream, that are not "
    f"all the same. Until then what is asked is as different as can be."
)
_NORMAL = 1.959963984540054  # the 97.5 % point of the normal distribution

Floats = npt.NDArray[np.float64]


def is_enough(targets: Floats) -> bool:
    """Whether a model is fitted on these answers (m,)."""
    return len(targets) >= LEAST and bool((targets != targets[0]).any())


def fit_numbers(X: npt.NDArray[Any], y: Floats, seed: int) -> Any:
    """The default regressor fitted on X (m, d) and y (m,): Bayesian ridge regression (MacKay, 1992; Tipping, 2001)."""
    return fit_model(default_regressor(), np.asarray(X, dtype=np.float64), y, seed)


def model_says(model: Any, X: npt.NDArray[Any]) -> Floats:
    """(b, 2) predictions of X (b, d) and their standard deviations, in the unit of the answers."""
    block = np.asarray(X, dtype=np.float64)
    return np.column_stack([predicted_numbers(model, block), standard_deviations(model, block)])


def member_says(model: Any, X: npt.NDArray[Any]) -> Floats:
    """(b, 1) predictions alone, for members of a committee."""
    return predicted_numbers(model, np.asarray(X, dtype=np.float64))[:, None]


def limits(task: str, annotate: AnnotateConfig) -> tuple[float, float]:
    """The least and the most that an answer may be."""
    if task == "ordinal":
        return 1.0, float(len(annotate.levels))
    least, most = annotate.least, annotate.most
    return -np.inf if least is None else least, np.inf if most is None else most


def intervals(said: npt.NDArray[Any], task: str, annotate: AnnotateConfig) -> Floats:
    """(b, 3) predictions, and the ends of the intervals that hold 95 % of answers, within what an answer may be."""
    value, spread = np.asarray(said, dtype=np.float64).T
    table = np.column_stack([value, value - _NORMAL * spread, value + _NORMAL * spread])
    return np.asarray(np.clip(table, *limits(task, annotate)))
