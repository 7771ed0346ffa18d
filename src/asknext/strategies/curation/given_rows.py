"""A parameter that names some items: by row, by a column that marks them, or the labelled ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Any

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.curation.columns import marked_rows
from asknext.strategies.known_labels import labelled_rows

__all__ = ["given_rows", "rows_given"]


class Rows(tuple[int, ...]):
    """Row numbers that describe themselves as a list."""

    def describe(self) -> list[int]:
        """As a list, which JSON knows."""
        return list(self)


def given_rows(help: str) -> Any:
    """A list of row numbers or the name of a column of 0 and 1; None by default, which means the labelled rows."""

    def check(value: Any, where: str) -> Any:
        if value is None or isinstance(value, str):
            return value
        rows = list(value) if isinstance(value, Iterable) else [value]
        if not rows or not all(isinstance(row, int | np.integer) and not isinstance(row, bool) for row in rows):
            raise InputError(f"{where} is {value!r}, but must be a list of row numbers or the name of a column.")
        return Rows(map(int, rows))

    return field(default=None, metadata={"check": check, "help": help})


def rows_given(view: PoolView, given: Any, parameter: str, asker: str) -> IntArray:
    """The rows that the value ``given`` of a parameter names in this view."""
    if given is None:
        return labelled_rows(view)
    if isinstance(given, str):
        return marked_rows(view, given, asker)
    rows = np.array(given, dtype=np.int64)
    outside = rows[(rows < 0) | (rows >= view.n)]
    if len(outside):
        raise InputError(f"Strategy {asker!r}: {parameter} holds row {outside[0]}, but rows are 0 to {view.n - 1}.")
    return rows
