"""Fit a copy of any scikit-learn classifier, with every random state filled in from one seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.models.constant import SingleClass, VaryingColumns

__all__ = ["fit_model", "seeded_clone"]


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

    Whatever the model's own ``fit`` raises reaches the caller unchanged. Two cases never reach ``fit``, because
    most estimators refuse them and there is nothing to learn: labels of a single class give a `SingleClass`, and
    constant columns of an indicator matrix are held apart by a `VaryingColumns` around the fitted model.
    """
    targets = np.asarray(y)
    if targets.ndim == 2:
        return _fit_columns(model, X, targets, seed)
    if len(targets) and (targets == targets[0]).all():
        return SingleClass(targets[:1])
    return seeded_clone(model, seed).fit(X, targets)


def _fit_columns(model: Any, X: Any, targets: npt.NDArray[Any], seed: int) -> Any:
    varying = np.flatnonzero((targets != targets[:1]).any(axis=0))
    if len(varying) == targets.shape[1] > 1:
        return seeded_clone(model, seed).fit(X, targets)
    if len(varying) == 0:
        return VaryingColumns(None, varying, targets[0])
    # A single column would be read as a single-label task, so it is given twice.
    columns = varying if len(varying) > 1 else np.repeat(varying, 2)
    return VaryingColumns(seeded_clone(model, seed).fit(X, targets[:, columns]), varying, targets[0])


def _is_random_state(name: str) -> bool:
    return name == "random_state" or name.endswith("__random_state")


def _seed_splitter(value: Any, number: int) -> None:
    """Cross-validation splitters have a random state but no ``get_params``."""
    unset = hasattr(value, "split") and getattr(value, "random_state", 0) is None
    if unset and getattr(value, "shuffle", True):
        value.random_state = number
