"""Tables of feature vectors, in layouts that hold nothing but values: npz, Parquet, CSV, JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError
from asknext.formats.array_file import read_columns
from asknext.formats.opening import open_source
from asknext.formats.rows import Row

__all__ = ["ENDINGS", "VECTORS", "read_feature_file", "write_feature_file"]

ENDINGS = (".npz", ".parquet", ".csv", ".jsonl")
VECTORS = ("combined", "audio", "video")
_NAMES = ("asset", "url", "id")
_NUMBERED = re.compile(r"(.+?)[._](\d+)")
Table = dict[str, npt.NDArray[Any]]


def read_feature_file(path: Path) -> Table:
    """``asset`` (n,) texts and vectors (n, d) float32 by column; ``combined`` is made of audio and video if absent.

    Vectors are a matrix each in ``.npz``; a list a cell in ``.parquet`` and ``.jsonl``; in ``.csv`` a JSON list a cell,
    or one column a number, ``audio_0``, ``audio_1``, ...

    Raises
    ------
    DataError : it is no such table; names the row and column. A pickle is refused, with the command that converts it.
    """
    if path.suffix.lower() in (".pkl", ".pickle", ".p"):
        raise DataError(f"is a pickle, which could run anything: asknext lab convert {path.name}", source=str(path))
    if path.suffix.lower() not in ENDINGS:
        raise DataError(f"is no table of features, expected one of {', '.join(ENDINGS)}", source=str(path))
    columns = read_columns(path) if path.suffix.lower() == ".npz" else _of_rows(path)
    return _checked(columns, path)


def write_feature_file(table: Mapping[str, npt.NDArray[Any]], path: Path) -> None:
    """Write a table as ``.npz``: texts and vectors as they are, nothing that needs a pickle."""
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **dict(table))


def _of_rows(path: Path) -> dict[str, Any]:
    cells: dict[str, list[Any]] = {}
    lines: list[int] = []
    for row in _rows(path):
        for name, value in row.values.items():
            cells.setdefault(name, []).append(value)
        lines.append(row.line)
    uneven = [name for name, values in cells.items() if len(values) != len(lines)]
    if uneven:
        raise DataError("is missing in some rows", source=str(path), column=uneven[0])
    return {name: _column(values, name, lines, path) for name, values in _gathered(cells).items()}


def _rows(path: Path) -> Iterator[Row]:
    for row in open_source(path, "row"):
        if not isinstance(row, Row):
            raise DataError(row.reason, source=row.source, line=row.line, column=row.column)
        yield row


def _gathered(cells: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Columns of one number each, brought together to lists: audio_0, audio_1 -> audio."""
    parts: dict[str, dict[int, list[Any]]] = {}
    for name, values in cells.items():
        match = _NUMBERED.fullmatch(name)
        if match:
            parts.setdefault(match[1], {})[int(match[2])] = values
    whole = {name: values for name, values in cells.items() if not _NUMBERED.fullmatch(name)}
    joined = {name: [list(row) for row in zip(*_in_order(found), strict=True)] for name, found in parts.items()}
    return {**whole, **joined}


def _in_order(found: Mapping[int, list[Any]]) -> list[list[Any]]:
    return [found[number] for number in sorted(found)]


def _column(values: Sequence[Any], name: str, lines: Sequence[int], path: Path) -> npt.NDArray[Any]:
    if name in _NAMES:
        return np.array([str(value) for value in values], dtype=np.str_)
    vectors = [_vector(value, name, line, path) for value, line in zip(values, lines, strict=True)]
    if any(vector is None for vector in vectors):
        return np.array([str(value) for value in values], dtype=object)
    if len({len(vector) for vector in vectors if vector is not None}) > 1:
        raise DataError("has vectors of different lengths", source=str(path), column=name)
    return np.array(vectors, dtype=np.float32)


def _vector(value: Any, name: str, line: int, path: Path) -> list[float] | None:
    """The numbers of a cell; None where it is a plain value, of no use here."""
    try:
        found = json.loads(value) if isinstance(value, str) and value.lstrip().startswith("[") else value
        return [float(each) for each in found] if isinstance(found, list) else None
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise DataError("holds no list of numbers", source=str(path), line=line, column=name) from None


def _checked(columns: Mapping[str, Any], path: Path) -> Table:
    key = next((name for name in _NAMES if name in columns), None)
    if key is None:
        raise DataError(f"has the columns {', '.join(columns)}; one of them has to be asset", source=str(path))
    assets = np.asarray(columns[key])
    vectors = {name: np.asarray(values) for name, values in columns.items() if np.ndim(values) == 2}
    if "combined" not in vectors and {"audio", "video"} <= vectors.keys():
        vectors["combined"] = np.hstack([vectors["audio"], vectors["video"]])
    if assets.ndim != 1 or not vectors or any(len(values) != len(assets) for values in vectors.values()):
        raise DataError(f"needs an asset and a vector a row, found {_shapes(columns)}", source=str(path))
    return {"asset": assets.astype(np.str_), **{name: _numbers(each, name, path) for name, each in vectors.items()}}


def _numbers(values: npt.NDArray[Any], name: str, path: Path) -> npt.NDArray[np.float32]:
    if values.dtype.kind not in "biuf":
        raise DataError(f"holds {values.dtype}, expected numbers", source=str(path), column=name)
    found: npt.NDArray[np.float32] = values.astype(np.float32)
    bad = np.flatnonzero(~np.isfinite(found).all(axis=1))
    if len(bad):
        reason = f"row {bad[0] + 1} holds NaN or infinity; so do {len(bad) - 1} more"
        raise DataError(reason, source=str(path), column=name)
    return found


def _shapes(columns: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {np.shape(values)}" for name, values in columns.items())
