"""Columns of a table as numbers: numbers as they are, categories as indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError

__all__ = ["FeatureColumns"]

_MOST = 1_000


@dataclass(frozen=True)
class FeatureColumns:
    """How the values of columns become numbers.

    Attributes
    ----------
    numbers : columns of numbers.  categories : column -> its values, or none where they are to be found.
    fill : "refuse" or "median", what becomes of a number that is missing. A missing category is a value of its own.
    """

    numbers: tuple[str, ...]
    categories: dict[str, tuple[str, ...]]
    fill: str = "refuse"

    def matrix(self, columns: dict[str, list[Any]], rows: Sequence[str]) -> tuple[npt.NDArray[np.float64], list[str]]:
        """(n, d) float64 and notes; the columns of numbers first, then an indicator for each value of a category.

        Raises
        ------
        DataError : a cell holds no number, or is missing and that is refused; names row and column.
        """
        notes: list[str] = []
        there = [name for name in self.numbers if not self._left_out(name, columns[name], notes)]
        parts = [self._number_column(name, columns[name], rows, notes)[:, None] for name in there]
        parts += [self._indicators(name, known, columns[name], rows) for name, known in self.categories.items()]
        if not parts:
            raise DataError("There are no columns of features.", source=rows[0] if rows else "")
        return np.concatenate(parts, axis=1), notes

    def _left_out(self, name: str, values: list[Any], notes: list[str]) -> bool:
        if self.fill == "refuse" or not all(map(_missing, values)):
            return False
        notes.append(f"Column {name!r} was left out: it holds no number at all.")
        return True

    def _number_column(
        self, name: str, values: list[Any], rows: Sequence[str], notes: list[str]
    ) -> npt.NDArray[np.float64]:
        found = np.array([_number(value, name, rows[row]) for row, value in enumerate(values)], dtype=np.float64)
        gaps = np.flatnonzero(np.isnan(found))
        if not len(gaps):
            return found
        if self.fill == "refuse":
            raise DataError(
                f"There is no number; {len(gaps):,} rows have none in this column. Give fill: median, or leave the "
                f"column out of features.",
                source=rows[gaps[0]], column=name,
            )  # fmt: skip
        found[gaps] = np.nanmedian(found)
        notes.append(f"{len(gaps):,} missing numbers of column {name!r} were filled in with its median.")
        return found

    def _indicators(
        self, name: str, known: tuple[str, ...], values: list[Any], rows: Sequence[str]
    ) -> npt.NDArray[np.float64]:
        texts = ["" if _missing(value) else str(value) for value in values]
        options = list(known) + [each for each in sorted(set(texts)) if each not in known]
        if len(options) > _MOST:
            reason = f"{len(options):,} different values, too many for indicators: leave the column out."
            raise DataError(reason, source=rows[0], column=name)
        place = {option: at for at, option in enumerate(options)}
        made = np.zeros((len(texts), len(options)))
        made[np.arange(len(texts)), [place[text] for text in texts]] = 1.0
        return made


def _missing(value: Any) -> bool:
    return value is None or value in ("", "?") or (isinstance(value, float) and value != value)


def _number(value: Any, column: str, row: str) -> float:
    if _missing(value):
        return float("nan")
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("inf")
    if not isfinite(number):
        reason = (
            f"Found {str(value)[:60]!r}, expected a number. Name the column under categories or text, or the columns "
            f"of numbers under features."
        )
        raise DataError(reason, source=row, column=column)
    return number
