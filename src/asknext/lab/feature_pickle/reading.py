"""Feature pickles: the table in them as plain columns."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError
from asknext.lab.feature_pickle.arrays import Arrays
from asknext.lab.feature_pickle.machine import Made, unpack
from asknext.lab.feature_pickle.refused import Refused
from asknext.lab.feature_pickle.tables import table_columns

__all__ = ["Limits", "read_feature_pickle"]

Column = npt.NDArray[Any]
_LONGEST_TEXT = 10_000


@dataclass(frozen=True)
class Limits:
    """What a feature pickle may have at most: bytes (of the file, and of what it unfolds to), and instructions."""

    bytes: int = 2**30
    instructions: int = 20_000_000


def read_feature_pickle(path: str | Path, limits: Limits | None = None) -> dict[str, Column]:
    """The columns of the table in a pickle, none of which is run: vectors (n, d) float32, numbers (n,), texts (n,).

    Known are pandas tables, a dict of columns, a list of one dict a row, and a dict of one vector an asset; their
    cells are numbers, texts, or vectors as numpy arrays or lists, all of one length in a column.

    Raises
    ------
    DataError : the file is too large, or names anything that is no part of an array or table; it says which.
    """
    most, place = limits or Limits(), Path(path)
    data = _file_bytes(place, most.bytes)
    try:
        value = unpack(data, most.instructions, most.bytes)
        return _Columns(most.bytes).of(value)
    except Refused as found:
        reason = f"is refused: {found}. Nothing of it was run; only plain arrays and tables are read from a pickle"
        raise DataError(reason, source=str(place)) from None
    except RecursionError:
        raise DataError("is refused: it is nested too deeply to be a table", source=str(place)) from None


def _file_bytes(path: Path, most: int) -> bytes:
    if not path.is_file():
        raise DataError("there is no such file", source=str(path))
    if os.stat(path).st_size > most:
        raise DataError(f"has {os.stat(path).st_size:,} bytes, expected at most {most:,}", source=str(path))
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b" or data[:2] == b"BZ" or data[:2] == b"PK":
        raise DataError("is packed: unpack it first (gunzip, bunzip2, unzip)", source=str(path))
    return data


class _Columns:
    """Cells to columns, counting the bytes of what is made."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._left = most_bytes, most_bytes
        self._arrays = Arrays(most_bytes)

    def of(self, value: Any) -> dict[str, Column]:
        """The columns of whichever layout ``value`` has."""
        columns = {name: self._column(name, cells) for name, cells in self._cells(value).items()}
        lengths = {name: len(column) for name, column in columns.items()}
        if not columns or len(set(lengths.values())) != 1 or 0 in lengths.values():
            raise Refused(f"its columns have {lengths} cells, expected as many in each and at least one")
        return columns

    def _cells(self, value: Any) -> dict[str, Sequence[Any]]:
        if isinstance(value, Made) and value.kind == "table":
            return table_columns(value, self._arrays)
        if type(value) is list and value and all(type(row) is dict for row in value):
            return _of_records(value)
        if type(value) is dict and value and all(isinstance(name, str) for name in value):
            return self._of_dict(value)
        found = value.kind if isinstance(value, Made) else type(value).__name__
        raise Refused(f"it holds one {found}, expected a table, a dict of columns or a list of rows")

    def _of_dict(self, value: dict[str, Any]) -> dict[str, Sequence[Any]]:
        """Of columns; or, where no column is called asset or url, of one vector an asset."""
        if "asset" in value or "url" in value:
            return {name: self._sequence(name, cells) for name, cells in value.items()}
        return {"asset": list(value), "combined": list(value.values())}

    def _sequence(self, name: str, cells: Any) -> Sequence[Any]:
        if isinstance(cells, Made):
            found: Any = self._arrays.array(cells)
            return found if found.ndim else [found.item()]
        if not isinstance(cells, list | tuple):
            raise Refused(f"column {name!r} is a {type(cells).__name__}, expected a list or an array")
        return cells

    def _column(self, name: str, cells: Sequence[Any]) -> Column:
        if isinstance(cells, np.ndarray) and cells.dtype.kind in "biuf":
            return self._numbers(name, cells)
        values = [self._cell(each) for each in cells]
        if all(isinstance(each, np.ndarray) for each in values) and values:
            return self._vectors(name, values)
        if all(isinstance(each, str) for each in values):
            return self._texts(name, values)
        if all(isinstance(each, bool | int | float) for each in values):
            return self._numbers(name, np.array([float(each) for each in values]))
        kinds = ", ".join(sorted({type(each).__name__ for each in values}))
        raise Refused(f"column {name!r} has cells of {kinds}; expected numbers, texts or vectors throughout")

    def _cell(self, cell: Any) -> Any:
        if isinstance(cell, Made) and cell.kind == "scalar" and len(cell.arguments) == 2:
            return float(self._arrays.scalar(*cell.arguments))
        if isinstance(cell, Made):
            return self._arrays.array(cell)
        if isinstance(cell, list | tuple):
            return _vector_of_list(cell)
        return str(cell) if isinstance(cell, np.str_) else cell

    def _vectors(self, name: str, values: list[Column]) -> Column:
        shapes = {each.shape for each in values}
        if len(shapes) != 1 or len(values[0].shape) != 1 or values[0].dtype.kind not in "biuf":
            raise Refused(f"column {name!r} has cells of shapes {sorted(shapes)[:3]}, expected vectors of one length")
        self._spend(4 * len(values) * len(values[0]))
        return np.stack([each.astype(np.float32) for each in values])

    def _numbers(self, name: str, values: Column) -> Column:
        if values.ndim > 2:
            raise Refused(f"column {name!r} has {values.ndim} axes, expected one number or one vector a row")
        self._spend(8 * values.size)
        return values.astype(np.float32 if values.ndim == 2 else np.float64)

    def _texts(self, name: str, values: list[str]) -> Column:
        longest = max(map(len, values), default=0)
        if longest > _LONGEST_TEXT:
            raise Refused(f"column {name!r} has a text of {longest:,} characters, expected names")
        self._spend(4 * longest * len(values))
        return np.array(values, dtype=np.str_)

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise Refused(f"it unfolds to more than {self._most:,} bytes")


def _of_records(rows: list[dict[str, Any]]) -> dict[str, Sequence[Any]]:
    names = list(rows[0])
    if any(row.keys() != rows[0].keys() for row in rows):
        raise Refused("its rows have different columns")
    return {str(name): [row[name] for row in rows] for name in names}


def _vector_of_list(cell: Sequence[Any]) -> Column:
    if not all(isinstance(each, bool | int | float) for each in cell):
        raise Refused("a cell holds a list of other than numbers")
    try:
        return np.array([float(each) for each in cell], dtype=np.float32)
    except OverflowError:
        raise Refused("a cell holds a whole number beyond all floats") from None
