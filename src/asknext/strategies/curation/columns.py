"""Columns of a pool as numbers, as categories and as marks."""

from __future__ import annotations

from dataclasses import field
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.inputs import Float64

__all__ = ["category_column", "column", "marked_rows", "numeric_column"]


def column(help: str) -> Any:
    """A parameter that names a column; None is the default."""

    def check(value: Any, where: str) -> Any:
        if value is not None and not isinstance(value, str):
            raise InputError(f"{where} is {value!r}, but must be the name of a column.")
        return value

    return field(default=None, metadata={"check": check, "help": help})


def numeric_column(view: PoolView, name: str | None, asker: str) -> Float64:
    """(n,) the column ``name``, NaN where a value is missing; without a name the only column of numbers.

    Raises `UnknownName` for a column that does not exist, `InputError` for one that does not hold n numbers.
    """
    if name is not None:
        return _numbers(_values(view, name, asker), name, asker)
    found = [one for one in view.need("columns", asker) if _is_numeric(_values(view, one, asker))]
    if len(found) != 1:
        raise InputError(
            f"Strategy {asker!r}: no column is named, and {len(found)} of the columns hold numbers"
            f"{': ' + ', '.join(found) if found else ''}. Name one with column=."
        )
    return _numbers(_values(view, found[0], asker), found[0], asker)


def category_column(view: PoolView, name: str, asker: str) -> tuple[IntArray, list[str]]:
    """(n,) the number of each item's category in the sorted list of categories, -1 where it is missing."""
    values = _values(view, name, asker).tolist()
    known = sorted({str(value) for value in values if not _is_missing(value)})
    place = {category: position for position, category in enumerate(known)}
    codes = [-1 if _is_missing(value) else place[str(value)] for value in values]
    return np.array(codes, dtype=np.int64), known


def marked_rows(view: PoolView, name: str, asker: str) -> IntArray:
    """The rows for which the column ``name``, of 0 and 1 or of True and False, says yes."""
    values = _numbers(_values(view, name, asker), name, asker)
    if not np.isin(values[~np.isnan(values)], (0.0, 1.0)).all():
        raise InputError(f"Strategy {asker!r}: column {name!r} must hold True and False, or 1 and 0, to mark items.")
    return np.flatnonzero(values == 1.0)


def _values(view: PoolView, name: str, asker: str) -> npt.NDArray[Any]:
    columns = view.need("columns", asker)
    if name not in columns:
        raise UnknownName("column", name, columns, where=f"strategy {asker!r}")
    given = columns[name]
    try:
        values: npt.NDArray[Any] = np.asarray(given.to_numpy() if hasattr(given, "to_numpy") else given)
    except ValueError as error:
        raise InputError(f"Strategy {asker!r}: column {name!r} must hold one value an item ({error}).") from error
    if values.shape != (view.n,):
        raise InputError(
            f"Strategy {asker!r}: column {name!r} has shape {values.shape}, expected ({view.n},), one value an item."
        )
    return values


def _is_numeric(values: npt.NDArray[Any]) -> bool:
    return values.dtype.kind in "fiub"


def _numbers(values: npt.NDArray[Any], name: str, asker: str) -> Float64:
    if _is_numeric(values):
        return values.astype(np.float64)
    if values.dtype.kind != "O":
        raise InputError(f"Strategy {asker!r}: column {name!r} holds {values.dtype}, expected numbers.")
    return np.array([_number(value, row, name, asker) for row, value in enumerate(values)], dtype=np.float64)


def _number(value: Any, row: int, name: str, asker: str) -> float:
    if _is_missing(value):
        return float("nan")
    if isinstance(value, int | float | np.number | np.bool_):
        return float(value)
    raise InputError(f"Strategy {asker!r}: row {row} of column {name!r} holds {value!r}, expected a number.")


def _is_missing(value: Any) -> bool:
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return True
    return isinstance(value, float) and value != value
