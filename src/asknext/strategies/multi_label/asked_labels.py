"""Which labels of an item were asked about already, where items are asked one label at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.pool.view import IntArray, PoolView

__all__ = ["asked_labels"]


def asked_labels(view: PoolView, column: str | None, rows: IntArray, labels: int, asker: str) -> npt.NDArray[np.bool_]:
    """(len(rows), labels) whether each label of each row was asked about, by the lists of label numbers in ``column``.

    Without a column nothing was. Raises `UnknownName` for a column that does not exist, `InputError` for a value that
    is no list of label numbers.
    """
    found = np.zeros((len(rows), labels), dtype=bool)
    if column is None:
        return found
    columns = view.need("columns", asker)
    if column not in columns:
        raise UnknownName("column", column, columns, where=f"strategy {asker!r}")
    values = columns[column]
    for place, row in enumerate(rows.tolist()):
        found[place, _numbers(values[row], row, labels, asker, column)] = True
    return found


def _numbers(value: Any, row: int, labels: int, asker: str, column: str) -> list[int]:
    if value is None or (isinstance(value, float) and value != value):
        return []
    numbers = list(value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    whole = all(isinstance(each, int | np.integer) and not isinstance(each, bool) for each in numbers)
    if not whole or any(not 0 <= each < labels for each in numbers):
        raise InputError(
            f"Strategy {asker!r}: row {row} of column {column!r} holds {value!r}, expected a list of label numbers "
            f"from 0 to {labels - 1}."
        )
    return [int(each) for each in numbers]
