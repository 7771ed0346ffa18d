"""Metrics of one class by its name, such as ``recall:holiday``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.measures.class_counts import one_hot
from asknext.measures.metric import Metric
from asknext.measures.precision_recall import class_scores
from asknext.measures.ranking_curves import binary_auc, binary_average_precision

__all__ = ["OF_A_CLASS", "class_metric"]

Codes = npt.NDArray[np.integer[Any]]
OF_A_CLASS = ("average_precision", "f1", "precision", "recall", "roc_auc")


def class_metric(name: str, classes: Sequence[Any]) -> Metric:
    """The metric of one class against the rest.

    Parameters
    ----------
    name : ``"precision:CLASS"``, ``"recall:CLASS"``, ``"f1:CLASS"``, ``"average_precision:CLASS"`` or
        ``"roc_auc:CLASS"``, where CLASS is a class as text.
    classes : in the order of the codes.

    Returns
    -------
    A `Metric`. Precision, recall and F1 are of the predictions, that is of the most probable class, or with several
    labels an item of the labels of probability .5 and more; 0 where a denominator is 0. The two curves are NaN where
    no item, or every item, is of the class.

    Raises
    ------
    InputError : ``name`` has no colon.  UnknownName : no such metric or class.
    """
    kind, colon, wanted = name.partition(":")
    if not colon:
        raise InputError(f"A metric of one class is written as recall:CLASS; found {name!r}.")
    if kind not in OF_A_CLASS:
        raise UnknownName("metric of one class", kind, OF_A_CLASS)
    texts = [str(each) for each in classes]
    if wanted not in texts:
        raise UnknownName("class", wanted, texts)
    at, size = texts.index(wanted), len(texts)
    if kind in ("average_precision", "roc_auc"):
        curve = binary_auc if kind == "roc_auc" else binary_average_precision
        return Metric(name, lambda truth, table: curve(_column(truth, at, size), table[:, at]), "probabilities")
    return Metric(name, lambda truth, found: float(getattr(class_scores(truth, found, size), kind)[at]))


def _column(truth: Codes, at: int, size: int) -> Codes:
    return truth[:, at] if truth.ndim == 2 else one_hot(truth, size)[:, at]
