"""How easy a batch is for a classifier that has never seen the labelled set (reverse accuracy)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["easiness", "reference_predictions"]


def easiness(predictions: npt.NDArray[Any], answers: npt.NDArray[Any]) -> float:
    """Accuracy on the batch of a reference classifier fitted on an independent labelled set.

    Parameters
    ----------
    predictions : (b,) codes that the reference gives the batch (see `reference_predictions`), or (b, L).
    answers : (b,) codes of its labels, -1 = not answered (left out); or (b, L) zeros and ones, -1 in a whole row.
        With several labels an item every label counts as one decision.

    Returns
    -------
    In [0, 1]: near 1 = easy items, that the model would have got right anyway; low = hard ones, or noise. NaN where
    nothing is answered.

    Raises
    ------
    InputError : shapes differ.

    Source: Abraham & Dreyfus-Schmidt 2020.
    """
    if predictions.shape != answers.shape:
        raise InputError(f"Easiness compares predictions and answers; found {predictions.shape} and {answers.shape}.")
    answered = answers >= 0 if answers.ndim == 1 else (answers >= 0).all(axis=1)
    if not answered.any():
        return float("nan")
    return float(np.mean(predictions[answered] == answers[answered]))


def reference_predictions(model: Any, reference: Any, labels: npt.NDArray[Any], batch: Any) -> npt.NDArray[Any]:
    """What a copy of ``model``, fitted on the independent set alone, predicts for the batch; ``model`` is not changed.

    Parameters
    ----------
    model : unfitted scikit-learn classifier.
    reference : r rows as it takes them, none of them in the pool.  labels : (r,) codes, or (r, L).
    batch : b rows as it takes them.
    """
    from sklearn.base import clone

    return np.asarray(clone(model).fit(reference, labels).predict(batch))
