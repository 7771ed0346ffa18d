"""Columns of a DataFrame, a pyarrow Table or a mapping, all read the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from asknext.errors import InputError, UnknownName

__all__ = ["column_names", "column_of", "content_of"]


def column_names(table: Any) -> list[str]:
    """Names of the columns, in order; raises `InputError` for what is no table."""
    if isinstance(table, Mapping):
        return [str(name) for name in table]
    for attribute in ("column_names", "columns"):
        if hasattr(table, attribute):
            return list(getattr(table, attribute))
    raise InputError(f"A table is a DataFrame, a pyarrow Table or a mapping of columns; found {type(table).__name__}.")


def column_of(table: Any, name: str) -> Any:
    """One column as a list or array; raises `UnknownName` with the nearest names."""
    known = column_names(table)
    if name not in known:
        raise UnknownName("column", name, known)
    column = table[name]
    if hasattr(column, "to_pylist"):
        return column.to_pylist()
    return column.tolist() if hasattr(column, "tolist") else list(column)


def content_of(table: Any, chosen: str | Sequence[str]) -> Any:
    """What is asked about: a list of one column's values, or a table of several columns.

    Several columns stay a DataFrame where they were one (so that a ColumnTransformer can name them). Otherwise they
    become a DataFrame where pandas is installed, else an (n, k) array: float64 if all numeric, objects if not.
    """
    if isinstance(chosen, str):
        return column_of(table, chosen)
    columns = {name: column_of(table, name) for name in chosen}
    if not columns:
        raise InputError("No column is left as content: name one with content=.")
    if hasattr(table, "iloc"):
        return table[list(chosen)].reset_index(drop=True)
    try:
        from pandas import DataFrame  # type: ignore[import-untyped]
    except ImportError:
        return _array(list(columns.values()))
    return DataFrame(columns)


def _array(columns: list[Any]) -> Any:
    numeric = all(np.asarray(column).dtype.kind in "biuf" for column in columns)
    return np.column_stack([np.asarray(column, dtype=np.float64 if numeric else object) for column in columns])
