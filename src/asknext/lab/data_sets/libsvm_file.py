"""LIBSVM / SVMlight text: ``label index:value ...`` a line, indices from 1."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError
from asknext.lab.data_sets.source import Read
from asknext.lab.data_sets.unpacked import existing_file, unpacked_text
from asknext.lab.settings import Settings

__all__ = ["read_libsvm"]

_MOST_CELLS = 60_000_000
Row = tuple[str, list[tuple[int, float]], int]


def read_libsvm(given: Settings, path: Path, folder: Path) -> Read:
    """The file, and ``test_file`` of the same form as a held-out part. Labels are whole numbers where all of them are,
    so that ``+1`` and ``1`` are one class; several labels a line stand with commas between them.

    Raises
    ------
    DataError : a line is of another form; names line, what was found and expected.
    """
    rows = _rows(path)
    tested = given.text("test_file", None)
    first = len(rows)
    places = [f"{path.name}:{line}" for _, _, line in rows]
    if tested is not None:
        more = existing_file(tested, folder)
        rows += _rows(more)
        places += [f"{more.name}:{line}" for _, _, line in rows[first:]]
    table = _matrix(rows, path)
    tests = None if tested is None else np.arange(first, len(rows))
    return Read(table, _labels([label for label, _, _ in rows]), test_rows=tests, rows=places)


def _rows(path: Path) -> list[Row]:
    found = []
    for number, line in enumerate(unpacked_text(path).splitlines(), start=1):
        cells = line.partition("#")[0].split()
        if cells:
            label, pairs = ("", cells) if ":" in cells[0] else (cells[0], cells[1:])
            found.append((label, [_pair(cell, number, path) for cell in pairs], number))
    if not found:
        raise DataError("There are no rows.", source=str(path))
    return found


def _pair(cell: str, line: int, path: Path) -> tuple[int, float]:
    place, colon, value = cell.partition(":")
    try:
        index, number = int(place), float(value)
    except ValueError:
        index, number = 0, 0.0
    if not colon or index < 1 or not np.isfinite(number):
        raise DataError(f"Found {cell[:60]!r}, expected index:value with an index from 1.", source=str(path), line=line)
    return index, number


def _matrix(rows: list[Row], path: Path) -> npt.NDArray[np.float64]:
    width = max((index for _, pairs, _ in rows for index, _ in pairs), default=0)
    if width == 0 or width * len(rows) > _MOST_CELLS:
        reason = f"{len(rows):,} rows of {width:,} features; expected at least 1 and at most {_MOST_CELLS:,} cells."
        raise DataError(reason, source=str(path))
    table = np.zeros((len(rows), width))
    for at, (_, pairs, _) in enumerate(rows):
        for index, value in pairs:
            table[at, index - 1] = value
    return table


def _labels(texts: list[str]) -> list[object]:
    if any("," in text for text in texts):
        return [frozenset(part for part in text.split(",") if part) for text in texts]
    try:
        numbers = [float(text) if text else None for text in texts]
    except ValueError:
        return [text or None for text in texts]
    if all(number is None or number.is_integer() for number in numbers):
        return [None if number is None else int(number) for number in numbers]
    return list(numbers)
