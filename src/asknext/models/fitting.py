"""Fit a copy of any scikit-learn classifier, with every random state filled in from one seed."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.models.constant import SingleClass, VaryingColumns

__all__ = ["fit_model", "seeded_clone"]

_REFUSALS = (
    "This solver needs samples of at least 2 classes in the data",
    "The number of classes has to be greater than one",
    "y contains 1 class after sample_weight trimmed classes with zero weights, while a minimum of 2 classes",
    "GaussianProcessClassifier requires 2 or more distinct classes; got 1 class",
    "OneVsOneClassifier can not be fit when only one class is present",
    # Said of any number of classes but two; it is only looked for where there is one.
    "The 'liblinear' solver does not support multiclass classification (n_classes >= 3)",
)
_ALL_FITS_FAILED = re.compile(r"\s*All the \d+ fits failed\.")
_CAUSE = re.compile(r"^[\w.]*(?:Error|Exception): (.*)$", re.MULTILINE)


def seeded_clone(model: Any, seed: int) -> Any:
    """An unfitted copy of ``model`` in which every ``random_state`` that was None has a number made from ``seed``.

    Looks into pipelines, meta-estimators and cross-validation splitters. A random state that the user has set
    stays as it is.
    """
    from sklearn.base import clone

    copy = clone(model)
    params = copy.get_params(deep=True)
    unset = sorted(name for name, value in params.items() if _is_random_state(name) and value is None)
    numbers = np.random.SeedSequence(seed).generate_state(len(unset) + 1)
    copy.set_params(**{name: int(number) % 2**31 for name, number in zip(unset, numbers, strict=False)})
    for value in params.values():
        _seed_splitter(value, int(numbers[-1]) % 2**31)
    return copy


def fit_model(model: Any, X: Any, y: npt.ArrayLike, seed: int = 0) -> Any:
    """A fitted copy of ``model``; the model given is never changed.

    Parameters
    ----------
    model : a scikit-learn classifier or Pipeline.
    X : (m, ...) whatever the model takes: array, DataFrame, sparse matrix, list of texts.
    y : (m,) labels, or (m, L) indicator matrix for a multi-label task.
    seed : fills in every ``random_state`` left at None.

    The model's own ``fit`` is always called, and whatever it raises reaches the caller unchanged, with one exception:
    where all labels are of a single class, many estimators of scikit-learn refuse to fit, in words of their own that
    are known here; the answer is then a `SingleClass`. A model that does fit a single class is used as it is.

    Columns of an indicator matrix that are constant so far are held apart by a `VaryingColumns`: the model is fitted on
    the columns that vary, the others keep their one value. Where no column varies, the model is fitted on all of them
    for the errors that it may raise, and each column keeps its value.
    """
    targets = np.asarray(y)
    if targets.ndim == 2:
        return _fit_columns(model, X, targets, seed)
    if len(targets) == 0 or (targets != targets[0]).any():
        return seeded_clone(model, seed).fit(X, targets)
    fitted = _fit_single_class(model, X, targets, seed)
    return SingleClass(targets[:1]) if fitted is None else fitted


def _fit_single_class(model: Any, X: Any, targets: npt.NDArray[Any], seed: int) -> Any:
    """The fitted copy, or None where scikit-learn refuses targets that do not vary."""
    copy = seeded_clone(model, seed)
    try:
        fitted = copy.fit(X, targets)
    except ValueError as error:
        if not _refuses_single_class(str(error)):
            raise
        return None
    return fitted


def _refuses_single_class(message: str) -> bool:
    """Whether these are scikit-learn's words for targets that do not vary; known from releases 1.8 and 1.9.

    A search over parameters collects the errors of its fits into one message, each under a line of its own.
    """
    if message.startswith(_REFUSALS):
        return True
    causes = _CAUSE.findall(message) if _ALL_FITS_FAILED.match(message) else []
    return bool(causes) and all(cause.startswith(_REFUSALS) for cause in causes)


def _fit_columns(model: Any, X: Any, targets: npt.NDArray[Any], seed: int) -> Any:
    varying = np.flatnonzero((targets != targets[:1]).any(axis=0))
    if len(varying) == targets.shape[1] > 1:
        return seeded_clone(model, seed).fit(X, targets)
    # A single column would be read as a single-label task, so it is given twice.
    if len(varying) == 0:
        _fit_single_class(model, X, targets if targets.shape[1] > 1 else np.repeat(targets, 2, axis=1), seed)
        return VaryingColumns(None, varying, targets[0])
    columns = varying if len(varying) > 1 else np.repeat(varying, 2)
    return VaryingColumns(seeded_clone(model, seed).fit(X, targets[:, columns]), varying, targets[0])


def _is_random_state(name: str) -> bool:
    return name == "random_state" or name.endswith("__random_state")


def _seed_splitter(value: Any, number: int) -> None:
    """Cross-validation splitters have a random state but no ``get_params``."""
    unset = hasattr(value, "split") and getattr(value, "random_state", 0) is None
    if unset and getattr(value, "shuffle", True):
        value.random_state = number
