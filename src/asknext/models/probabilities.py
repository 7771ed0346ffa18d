"""Class probabilities of any scikit-learn classifier, in one shape and one order of classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, MissingInput
from asknext.models.fitting import fit_model
from asknext.pool.rows import n_rows

__all__ = ["class_probabilities", "fit_model", "label_probabilities"]

Floats = npt.NDArray[np.float64]


def class_probabilities(
    model: Any, X: Any, classes: Sequence[Any] | npt.NDArray[Any], *, multilabel: bool = False
) -> Floats:
    """Probabilities of ``classes``, in that order, for each row of ``X``.

    Parameters
    ----------
    model : a fitted classifier. One that knows a single class is not asked: that class has probability 1, whatever
        shape the classifier would answer in. Where it has no ``predict_proba``, its ``decision_function`` is put
        through a softmax (two classes: the logistic function): the order by least confidence and margin is then that of
        the decision values, but the numbers are not calibrated.
    X : (n, ...) whatever the model takes.
    classes : (C,) every class there is. A class the model has never seen has probability 0.
    multilabel : whether the model was fitted on an (m, L) indicator matrix, one column a class.

    Returns
    -------
    (n, C) float64. Single-label rows sum to 1. Multi-label columns are independent, each in [0, 1].

    Raises
    ------
    InputError : the model knows a class that is not in ``classes``, or answers in a shape that cannot be read.
    MissingInput : the model has neither ``predict_proba`` nor ``decision_function``.
    """
    if multilabel:
        return label_probabilities(model, X, len(classes))
    known = np.asarray(model.classes_)
    return _align(_single_label(model, X, len(known)), known, list(classes))


def label_probabilities(model: Any, X: Any, n_labels: int) -> Floats:
    """(n, L) float64: the probability that each of ``n_labels`` labels holds, whatever shape the model answers in."""
    if not hasattr(model, "predict_proba"):
        table = _sigmoid(_decision(model, X))
    else:
        answer = model.predict_proba(X)
        table = _from_list(answer, model) if isinstance(answer, list) else np.asarray(answer, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] != n_labels:
        raise InputError(
            f"{type(model).__name__} answered probabilities of shape {table.shape} for {n_labels} labels. Expected one "
            f"column a label: fit it on an indicator matrix, e.g. inside OneVsRestClassifier."
        )
    return table


def _single_label(model: Any, X: Any, n_classes: int) -> Floats:
    if n_classes == 1:
        return np.ones((n_rows(X), 1))
    if hasattr(model, "predict_proba"):
        table = np.asarray(model.predict_proba(X), dtype=np.float64)
    else:
        table = _softmax(_decision(model, X))
    if table.ndim != 2 or table.shape[1] != n_classes:
        raise InputError(
            f"{type(model).__name__} answered an array of shape {table.shape} for {n_classes} classes. Expected one "
            f"column a class (for SVC: decision_function_shape='ovr')."
        )
    return table


def _decision(model: Any, X: Any) -> Floats:
    if not hasattr(model, "decision_function"):
        raise MissingInput(
            f"{type(model).__name__} has neither predict_proba nor decision_function, so nothing says how sure it is. "
            f"Use a classifier that has one of them, or wrap it in CalibratedClassifierCV."
        )
    return np.asarray(model.decision_function(X), dtype=np.float64)


def _softmax(values: Floats) -> Floats:
    if values.ndim == 1:
        positive = _sigmoid(values)
        return np.column_stack([1 - positive, positive])
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(0.5 * (1 + np.tanh(0.5 * values)))


def _align(table: Floats, known: npt.NDArray[Any], classes: list[Any]) -> Floats:
    place = {value: column for column, value in enumerate(classes)}
    strangers = [value for value in known.tolist() if value not in place]
    if strangers:
        raise InputError(f"The model knows the classes {strangers}, which are not among the classes given: {classes}.")
    aligned = np.zeros((len(table), len(classes)))
    aligned[:, [place[value] for value in known.tolist()]] = table
    return aligned


def _from_list(answer: list[Any], model: Any) -> Floats:
    """One (n, k) array a label, as trees, neighbours and MultiOutputClassifier answer."""
    return np.column_stack(
        [_positive(np.asarray(part), known) for part, known in zip(answer, model.classes_, strict=True)]
    ).astype(np.float64)


def _positive(part: npt.NDArray[Any], known: Any) -> npt.NDArray[Any]:
    columns = np.flatnonzero(np.asarray(known).astype(np.int64) == 1)
    return part[:, columns[0]] if len(columns) else np.zeros(len(part))
