"""`SharedArrays`: rows and codes that many cells have in common, read once."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError
from asknext.lab.run_store.arrays import unpacked
from asknext.lab.run_store.database import told

__all__ = ["SharedArrays"]

_MOST = 1 << 26  # values; no data set in memory has more rows


class SharedArrays:
    """Reads the arrays by their names."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self._path = connection, path
        self._found: dict[tuple[str, int], npt.NDArray[Any]] = {}

    def rows(self, name: Any, n: int) -> npt.NDArray[np.int64]:
        """(p,) int64, rising, all below ``n``."""
        rows = self._whole(name, 1)
        if rows.size and (rows[0] < 0 or rows[-1] >= n or (np.diff(rows) <= 0).any()):
            raise DataError(f"the rows {name} do not rise from 0 to {n - 1}", source=str(self._path))
        return rows

    def codes(self, name: Any, classes: int, multilabel: bool) -> npt.NDArray[np.int64]:
        """(n,) int64 codes below ``classes``, or (n, classes) zeros and ones."""
        table = self._whole(name, 2 if multilabel else 1)
        most = 1 if multilabel else classes - 1
        if table.size and (table.min() < 0 or table.max() > most):
            raise DataError(f"the codes {name} are outside 0 to {most}", source=str(self._path))
        if multilabel and table.shape[1] != classes:
            raise DataError(f"the codes {name} are of {table.shape[1]} classes, not {classes}", source=str(self._path))
        return table

    def numbers(self, name: Any) -> npt.NDArray[np.float64]:
        """(n,) float64."""
        return self._array(name, 1).astype(np.float64, copy=False)

    def _whole(self, name: Any, dimensions: int) -> npt.NDArray[np.int64]:
        found = self._array(name, dimensions)
        if found.dtype.kind != "i":
            raise DataError(f"the array {name} holds no whole numbers", source=str(self._path))
        return found

    def _array(self, name: Any, dimensions: int) -> npt.NDArray[Any]:
        key = (str(name), dimensions)
        if key not in self._found:
            self._found[key] = self._read(name, dimensions)
        return self._found[key]

    def _read(self, name: Any, dimensions: int) -> npt.NDArray[Any]:
        source = f"{self._path}, array {str(name)[:40]}"
        with told(self._path):
            row = self._connection.execute("SELECT dtype, shape, data FROM arrays WHERE hash = ?", (name,)).fetchone()
        if row is None:
            raise DataError("is missing", source=source)
        dtype, shape, data = row
        if dtype not in ("int32", "int64", "float64") or _values(shape) > _MOST:
            raise DataError(f"is {str(dtype)[:20]} of shape {str(shape)[:40]}, which cannot be", source=source)
        found = unpacked(dtype, shape, data, (None,) * dimensions, source)
        return found if dtype == "float64" else found.astype(np.int64)


def _values(shape: Any) -> int:
    try:
        return int(np.prod([float(each) for each in json.loads(shape)])) if len(shape) < 100 else _MOST + 1
    except (TypeError, ValueError, OverflowError):
        return 0  # told by `unpacked`
