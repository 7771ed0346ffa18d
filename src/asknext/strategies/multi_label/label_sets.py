"""Labels of items that may have several: how many hold, and which."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.strategies.inputs import Float64
from asknext.strategies.known_labels import labelled_rows

__all__ = ["label_counts", "label_matrix"]


def label_counts(view: PoolView) -> Float64:
    """(m,) how many labels each labelled item has.

    A row of a matrix says with 1 which hold; a list or set names them; anything else is one label.
    """
    return np.array([len(_held(view.labels[int(row)])) for row in labelled_rows(view)], dtype=np.float64)


def label_matrix(view: PoolView, labels: int, asker: str) -> npt.NDArray[np.bool_]:
    """(m, L) which of the ``labels`` = L labels each labelled item has, in the order of the probabilities' columns.

    Raises `InputError` where an item's labels do not say which columns they are.
    """
    rows = labelled_rows(view)
    matrix = np.zeros((len(rows), labels), dtype=bool)
    for place, row in enumerate(rows):
        value = view.labels[int(row)]
        if isinstance(value, np.ndarray) and value.shape != (labels,):
            raise InputError(
                f"Strategy {asker!r}: the labels of row {row} have shape {value.shape}, but the probabilities are for "
                f"{labels} labels."
            )
        for label in _held(value):
            matrix[place, _column(label, labels, int(row), asker)] = True
    return matrix


def _held(value: Any) -> set[Any]:
    if isinstance(value, np.ndarray):
        return set(np.flatnonzero(value == 1).tolist())
    return set(value) if isinstance(value, list | tuple | set | frozenset) else {value}


def _column(label: Any, labels: int, row: int, asker: str) -> int:
    whole = isinstance(label, int | np.integer) and not isinstance(label, bool)
    if not whole or not 0 <= label < labels:
        raise InputError(
            f"Strategy {asker!r}: row {row} has the label {label!r}, but must say which of the {labels} columns of the "
            f"probabilities it is: give labels as a matrix of 0 and 1, or as lists of column numbers."
        )
    return int(label)
