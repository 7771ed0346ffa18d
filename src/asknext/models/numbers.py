"""What a regressor predicts, in one shape; the default regressor."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.models.last_step import last_step

__all__ = ["default_regressor", "predicted_numbers", "standard_deviations", "states_deviations"]

Floats = npt.NDArray[np.float64]


def default_regressor() -> Any:
    """Bayesian ridge regression on standardised features: sure of its strength by itself, and of its predictions."""
    from sklearn.linear_model import BayesianRidge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), BayesianRidge())


def predicted_numbers(model: Any, X: Any) -> Floats:
    """(n,) float64, the predictions of a fitted regressor; raises `InputError` for several outputs an item."""
    return _one_each(model, model.predict(X))


def states_deviations(model: Any) -> bool:
    """Whether ``predict`` of a regressor, or of the last step of a pipeline, can give standard deviations."""
    last = last_step(model)
    return "return_std" in inspect.signature(last.predict).parameters if hasattr(last, "predict") else False


def standard_deviations(model: Any, X: Any) -> Floats:
    """(n,) float64, how sure a fitted regressor that `states_deviations` is of each prediction."""
    return _one_each(model, model.predict(X, return_std=True)[1])


def _one_each(model: Any, answer: Any) -> Floats:
    values = np.asarray(answer, dtype=np.float64)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim != 1:
        raise InputError(
            f"{type(model).__name__} predicts an array of shape {values.shape}; expected one number an item."
        )
    return values
