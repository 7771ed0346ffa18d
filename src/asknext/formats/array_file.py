"""Arrays and columns from files.

``.npy`` (memory-mapped), a member of ``.npz`` (``file.npz:name``), ``.csv``, ``.tsv``, ``.parquet``, and ``.jsonl``
with one JSON value a line. Nothing is ever unpickled.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError
from asknext.formats.csv_file import CsvFile
from asknext.formats.parquet_file import ParquetFile
from asknext.formats.rows import Reject, Row

__all__ = ["read_array", "read_columns", "read_lines", "read_values"]

_TABLES = (".csv", ".tsv", ".parquet")
_AGAIN = "write it again with numpy.savez"
_UNREADABLE = (
    OSError, ValueError, EOFError, KeyError, RuntimeError, OverflowError, MemoryError, zipfile.BadZipFile, zlib.error
)  # fmt: skip


def read_array(name: str | Path) -> npt.NDArray[Any]:
    """The array in a file: as it is from ``.npy`` and ``.npz``, (n, columns) float64 from a table.

    A table may have a row of names or not. Raises `DataError` that names the file, and the row and column of a cell
    that holds no number.
    """
    path, member = _place(name)
    if path.suffix.lower() in _TABLES:
        source = _table(path)
        rows = [[_number(value, row, column, path) for column, value in row.values.items()] for row in _rows(source)]
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(source.columns))
    return _member(path, member) if path.suffix.lower() == ".npz" else _mapped(path)


def read_values(name: str | Path, column: str | None = None) -> npt.NDArray[Any]:
    """(n,) one value an item, missing ones None: the only column of a table, or the one called ``column``.

    An empty line is a missing value where the file has one column.
    From a table numbers become numbers where every value is one (whole ones int). Arrays come as they are.
    """
    path, member = _place(name)
    if path.suffix.lower() == ".jsonl":
        return _objects(read_lines(path))
    if path.suffix.lower() not in _TABLES:
        return read_array(name)
    found = read_columns(path)
    wanted = column or member or ("label" if "label" in found else None)
    if wanted is None and len(found) > 1:
        raise DataError(f"has the columns {', '.join(found)}; say which one: {path.name}:column", source=str(path))
    if wanted is not None and wanted not in found:
        raise DataError(f"has no column {wanted!r}, only {', '.join(found)}", source=str(path))
    return _whole(found[wanted or next(iter(found))])


def read_columns(name: str | Path) -> dict[str, npt.NDArray[Any]]:
    """Column name to (n,) values: numbers where every value is one (NaN where missing), else texts with None.

    An empty line is a missing value where the file has one column, and no row where it has several.
    """
    path, _ = _place(name)
    if path.suffix.lower() == ".npz":
        with _opened(path) as file:
            return {key: _loaded(file, key, path) for key in file.files}
    if path.suffix.lower() not in _TABLES:
        raise DataError(f"is no table: expected {', '.join(_TABLES)} or .npz", source=str(path))
    source = _table(path, empty_lines=True)
    values: dict[str, list[Any]] = {column: [] for column in source.columns}
    for row in _rows(source):
        for column, value in row.values.items():
            values[column].append(None if value == "" else value)
    return {column: _column(found) for column, found in values.items()}


def read_lines(path: str | Path) -> list[Any]:
    """One JSON value a line, in UTF-8; an empty line is None."""
    found = []
    if not Path(path).is_file():
        raise DataError("there is no such file", source=str(path))
    with Path(path).open("rb") as file:
        for number, line in enumerate(file, start=1):
            found.append(_json(line, number, path) if line.strip() else None)
    return found


def _json(line: bytes, number: int, path: str | Path) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        reason = f"byte 0x{line[error.start]:02X} is not UTF-8: save the file as UTF-8"
        raise DataError(reason, source=str(path), line=number) from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"is not JSON ({error})", source=str(path), line=number) from error


def _place(name: str | Path) -> tuple[Path, str | None]:
    """The file, and the member or column after a colon."""
    path = Path(name)
    if not path.exists() and ":" in path.name:
        head, _, member = str(name).rpartition(":")
        path, found = Path(head), member
    else:
        found = None
    if not path.is_file():
        raise DataError("there is no such file", source=str(path))
    return path, found


def _mapped(path: Path) -> npt.NDArray[Any]:
    try:
        found: npt.NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except _UNREADABLE as error:
        kinds = ", ".join((".npy", ".npz", *_TABLES))
        reason = f"is no array that can be read, expected one of {kinds} ({_told(error)})"
        raise DataError(reason, source=str(path)) from error
    if not isinstance(found, np.ndarray):
        found.close()
        raise DataError("holds several arrays: name it .npz, and one as file.npz:name", source=str(path))
    return found


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    with path.open("rb") as held:  # numpy leaves a file open that turns out to be no .npz
        try:
            file = np.load(held, allow_pickle=False)
        except _UNREADABLE as error:
            reason = f"is no .npz file that can be read ({_told(error)}): {_AGAIN}"
            raise DataError(reason, source=str(path)) from error
        if isinstance(file, np.ndarray):
            raise DataError("holds one array and not several: name it .npy", source=str(path))
        yield file


def _member(path: Path, member: str | None) -> npt.NDArray[Any]:
    with _opened(path) as file:
        names = list(file.files)
        if not names:
            raise DataError(f"holds no array: {_AGAIN}", source=str(path))
        wanted = names[0] if member is None and len(names) == 1 else member
        if wanted is None or wanted not in names:
            raise DataError(f"holds {', '.join(names)}; say which: {path.name}:{names[0]}", source=str(path))
        return _loaded(file, wanted, path)


def _loaded(file: Any, name: str, path: Path) -> npt.NDArray[Any]:
    try:
        found = file[name]
    except _UNREADABLE as error:
        reason = f"the array {name!r} cannot be read ({_told(error)}): {_AGAIN}"
        raise DataError(reason, source=str(path)) from error
    if not isinstance(found, np.ndarray):
        raise DataError(f"{name!r} is no array: {_AGAIN}", source=str(path))
    return found


def _told(error: BaseException) -> str:
    """numpy's own words on objects advise to unpickle them, which would run whatever the file says."""
    if "allow_pickle" in str(error) or "Python objects" in str(error):
        return "it holds Python objects, expected numbers or texts as by array.astype(float)"
    return str(error) or type(error).__name__


def _table(path: Path, *, empty_lines: bool = False) -> CsvFile | ParquetFile:
    if path.suffix.lower() == ".parquet":
        return ParquetFile(path)
    first = next(_rows(CsvFile(path, header=False)), None)
    named = first is None or not all(map(_is_number, first.values.values()))
    return CsvFile(path, header=named, empty_lines=empty_lines)


def _rows(source: CsvFile | ParquetFile) -> Iterator[Row]:
    for row in source:
        if isinstance(row, Reject):
            raise DataError(row.reason, source=row.source, line=row.line, column=row.column)
        yield row


def _number(value: Any, row: Row, column: str, path: Path) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise DataError(f"holds {value!r}, expected a number", source=str(path), line=row.line, column=column) from None


def _column(values: list[Any]) -> npt.NDArray[Any]:
    known = [value for value in values if value is not None]
    if known and all(map(_is_number, known)):
        return np.array([np.nan if value is None else float(value) for value in values])
    return _objects(values)


def _whole(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Whole numbers as such, None where missing: 1.0 is no name of a class."""
    known = values[~np.isnan(values)] if values.dtype.kind == "f" else values[:0]
    if len(known) == 0 or (known != np.floor(known)).any():
        return values
    return _objects([None if value != value else int(value) for value in values.tolist()])


def _objects(values: list[Any]) -> npt.NDArray[Any]:
    found = np.empty(len(values), dtype=object)
    for position, value in enumerate(values):
        found[position] = value
    return found


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
