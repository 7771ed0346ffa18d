"""What kind of labels a data set has, and its labels as codes."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.lab.data_sets.data_set import DataSet
from asknext.loop.label_space import LabelSpace
from asknext.pool.task import MULTI_LABEL, REGRESSION, SINGLE_LABEL

__all__ = ["classes_and_truth", "task_of"]


def task_of(data: DataSet) -> str:
    """ "single_label", "multi_label" or "regression"."""
    if data.numbers:
        return REGRESSION
    return MULTI_LABEL if data.multilabel else SINGLE_LABEL


def classes_and_truth(data: DataSet) -> tuple[tuple[Any, ...], npt.NDArray[Any]]:
    """(classes, codes of all rows): (n,) int64, (n, L) zeros and ones, or for numbers () and (n,) float64."""
    if data.numbers:
        return (), np.asarray(data.labels, dtype=np.float64)
    return tuple(data.classes), LabelSpace(data.classes, data.multilabel).codes(data.labels)
