"""Classifiers and regressors of scikit-learn by name; nothing else is ever imported from a text."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from asknext.errors import InputError, UnknownName

__all__ = ["estimator_names", "scikit_estimator"]

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def estimator_names() -> list[str]:
    """Every name there is, e.g. ``"logistic_regression"``; class names such as ``"LogisticRegression"`` do as well."""
    return sorted(_known()[0])


def scikit_estimator(name: str, parameters: Mapping[str, Any], where: str = "model") -> Any:
    """An unfitted estimator, its parameters checked by name and, as far as scikit-learn can tell, by value.

    Raises
    ------
    UnknownName : no such estimator or parameter.  InputError : a value that the estimator refuses, or an estimator
        that is made of others, which no text can name.
    """
    by_name, by_class = _known()
    made = by_name.get(name) or by_class.get(name)
    if made is None:
        raise UnknownName("model", name, ["default", "committee", *by_name], where=where)
    known = list(inspect.signature(made).parameters)
    for key in parameters:
        if key not in known:
            raise UnknownName(f"parameter of {name}", key, known, where=f"{where}.parameters")
    try:
        estimator = made(**parameters)
        estimator._validate_params()
    except ValueError as error:
        raise InputError(f"{where}.parameters: {error}") from None
    except TypeError:
        raise InputError(
            f"{where}: {name} is made of other estimators, which a study cannot name: pass it as a Python object."
        ) from None
    return estimator


@cache
def _known() -> tuple[dict[str, Any], dict[str, Any]]:
    from sklearn.utils import all_estimators

    found = dict(all_estimators(type_filter=["classifier", "regressor"]))
    return {_WORDS.sub("_", name).lower(): made for name, made in found.items()}, found
