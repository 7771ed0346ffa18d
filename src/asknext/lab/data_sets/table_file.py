"""CSV, TSV, JSON Lines and Parquet with a column of labels."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError, UnknownName
from asknext.formats.opening import open_source
from asknext.formats.rows import Reject
from asknext.lab.data_sets.feature_columns import FeatureColumns
from asknext.lab.data_sets.source import Read
from asknext.lab.data_sets.unpacked import existing_file
from asknext.lab.settings import Settings

__all__ = ["read_table"]


@dataclass(frozen=True)
class _Table:
    """``columns`` : name -> one cell a row.  ``rows`` : where each is.  ``left_out`` : what could not be read."""

    columns: dict[str, list[Any]]
    rows: list[str]
    left_out: tuple[Reject, ...] = ()


def read_table(given: Settings, path: Path, folder: Path) -> Read:
    """``text`` or ``features`` (default: every other column), ``categories``, ``label`` (a column; a list = columns of
    0 and 1, one a class), ``separator`` (between several classes in one cell), ``id``, ``columns`` (kept beside the
    rows), ``fill``, ``test_file`` (a second file of the same columns, held out), ``header`` (false: the columns are
    called "1", "2", ...), ``bad_rows`` (rows that cannot be read: refuse, or leave_out with a note).

    Raises
    ------
    DataError : a row cannot be read, or a cell is not what is expected.  UnknownName : no such column.
    """
    table = _table(given, path)
    tested = given.text("test_file", None)
    first = len(table.rows)
    if tested is not None:
        table = _joined(table, _table(given, existing_file(tested, folder)), tested)
    labels = given.texts("label")
    for name in [*labels, *_named(given)]:
        if name not in table.columns:
            raise UnknownName("column", name, table.columns, where=path.name)
    content, notes = _content(given, table, labels)
    columns = {name: np.array(table.columns[name]) for name in given.texts("columns", [])}
    test_rows = None if tested is None else np.arange(first, len(table.rows))
    classes = tuple(labels) if len(labels) > 1 else None
    ids = _ids(given, table)
    return Read(
        content,
        _labels(given, table, labels),
        columns,
        test_rows,
        ids,
        None,
        classes,
        table.rows,
        (*notes, *_told(table.left_out)),
    )


def _table(given: Settings, path: Path) -> _Table:
    source = open_source(path, "row", header=given.flag("header", True))
    keeps_going = given.choice("bad_rows", ("refuse", "leave_out"), "refuse") == "leave_out"
    columns: dict[str, list[Any]] = {name: [] for name in source.columns}
    rows: list[str] = []
    left_out: list[Reject] = []
    for row in source:
        if isinstance(row, Reject):
            if not keeps_going:
                raise DataError(
                    f"{row.reason}. The row begins {row.raw[:80]!r}. Mend it, or say bad_rows: leave_out.",
                    source=row.source, line=row.line,
                )  # fmt: skip
            left_out.append(row)
            continue
        for name in row.values.keys() - columns.keys():
            columns[name] = [None] * len(rows)
        for name, values in columns.items():
            values.append(row.values.get(name))
        rows.append(f"{path.name}:{row.line}")
    if not rows:
        raise DataError("There are no rows.", source=str(path))
    return _Table(columns, rows, tuple(left_out))


def _told(left_out: Sequence[Reject]) -> list[str]:
    if not left_out:
        return []
    first = left_out[0]
    return [
        f"{len(left_out)} rows that cannot be read were left out, the first at {Path(first.source).name}:{first.line}: "
        f"{first.reason}"
    ]


def _joined(first: _Table, second: _Table, name: str) -> _Table:
    missing = [column for column in first.columns if column not in second.columns]
    if missing:
        raise UnknownName("column", missing[0], second.columns, where=name)
    columns = {key: each + second.columns[key] for key, each in first.columns.items()}
    return _Table(columns, first.rows + second.rows, first.left_out + second.left_out)


def _named(given: Settings) -> list[str]:
    """Every column that the study names, besides the labels."""
    single = [given.text(key, None) for key in ("text", "id")]
    several = [name for key in ("features", "categories", "columns") for name in given.texts(key, [])]
    return [name for name in single if name] + several


def _content(given: Settings, table: _Table, labels: Sequence[str]) -> tuple[Any, Sequence[str]]:
    text = given.text("text", None)
    if text is not None:
        if "features" in given or "categories" in given:
            raise given.wrong("text", "left out where features or categories are given: items are texts or numbers")
        return [_text(value, row, text) for value, row in zip(table.columns[text], table.rows, strict=True)], ()
    categories = given.texts("categories", [])
    apart = {*labels, *categories, *given.texts("columns", []), given.text("id", None)}
    numbers = given.texts("features", [name for name in table.columns if name not in apart])
    features = FeatureColumns(
        tuple(name for name in numbers if name not in categories),
        dict.fromkeys(categories, ()),
        given.choice("fill", ("refuse", "median"), "refuse"),
    )
    return features.matrix(table.columns, table.rows)


def _text(value: Any, row: str, column: str) -> str:
    if not isinstance(value, str):
        raise DataError(f"Found {value!r}, expected a text.", source=row, column=column)
    return value


def _ids(given: Settings, table: _Table) -> list[str] | None:
    column = given.text("id", None)
    if column is None:
        return None
    seen: dict[str, str] = {}
    for value, row in zip(table.columns[column], table.rows, strict=True):
        text = "" if value is None else str(value)
        if not text or text in seen:
            reason = f"The id {text!r} stands at {seen[text]}, too." if text else "There is no id."
            raise DataError(f"{reason} Ids have to be distinct; leave id out to count the rows.", source=row)
        seen[text] = row
    return list(seen)


def _labels(given: Settings, table: _Table, columns: Sequence[str]) -> list[Any] | npt.NDArray[np.int64]:
    if len(columns) > 1:
        cells = [[_bit(value, row, name) for value, row in zip(table.columns[name], table.rows, strict=True)]
                 for name in columns]  # fmt: skip
        return np.array(cells, dtype=np.int64).T
    separator, values = given.text("separator", None), table.columns[columns[0]]
    if separator is None:
        return [None if value == "" else _listed(value) for value in values]
    return [_parts(value, separator, row, columns[0]) for value, row in zip(values, table.rows, strict=True)]


def _listed(value: Any) -> Any:
    """A JSON list in a cell of text is the list that it says."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        try:
            found = json.loads(value)
        except ValueError:
            return value
        return frozenset(found) if all(isinstance(each, str | int | float) for each in found) else value
    return frozenset(value) if isinstance(value, list) else value


def _parts(value: Any, separator: str, row: str, column: str) -> frozenset[str] | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise DataError(
            f"Found {value!r}, expected classes in a text, between {separator!r}.", source=row, column=column
        )
    return frozenset(part.strip() for part in value.split(separator) if part.strip())


def _bit(value: Any, row: str, column: str) -> int:
    known = {"0": 0, "1": 1, "0.0": 0, "1.0": 1, "False": 0, "True": 1, "false": 0, "true": 1}
    if str(value) not in known:
        raise DataError(f"Found {value!r}, expected 0 or 1: does the item hold this class?", source=row, column=column)
    return known[str(value)]
