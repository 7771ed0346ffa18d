"""CSV and Parquet with a row for each annotation, in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from asknext.annotations import Annotated, Annotation, LabelClass
from asknext.errors import DataError
from asknext.formats.csv_file import CsvFile, unescaped, write_csv
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.output import write_whole
from asknext.formats.exchange.source import Refused, attempt
from asknext.formats.exchange.table_rows import COLUMNS, NUMBERS, annotation_of_row, item_of_row, rows_of
from asknext.formats.parquet_file import ParquetFile, write_parquet
from asknext.formats.rows import Reject, Row

__all__ = ["TableFile", "write_table"]


class TableFile:
    """A table with at least the columns ``item`` and ``type``; the rows of an item stand together.

    ``label``, ``score``, ``x``, ``y``, ``width``, ``height`` (boxes, in pixels), ``start``, ``end`` (spans, in
    characters; regions, in seconds) are read where they are; ``value`` is the JSON form of other kinds. Raises
    `DataError` where a column is missing.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise DataError("there is no such file", source=str(path))
        self.name, self._path = str(path), path
        self.classes: tuple[LabelClass, ...] = ()
        opened = self._opened()
        self.notes = opened.notes
        missing = [name for name in ("item", "type") if name not in opened.columns]
        if missing:
            raise DataError(f"has no column {missing[0]!r}; expected {', '.join(COLUMNS)}", source=self.name)

    def __iter__(self) -> Iterator[Annotated | Reject]:
        seen: set[str] = set()
        for name, group in groupby(self._opened(), key=self._item_name):
            if name is None:
                yield from (each for each in group if isinstance(each, Reject))
                continue
            refused = Refused(self.name)
            rows = [each for each in group if isinstance(each, Row)]
            if name in seen:
                refused.add(name, "its rows do not stand together; sort the table by item", line=rows[0].line)
            seen.add(name)
            item = attempt(refused, name, rows[0].values, item_of_row, self._plain(rows[0]))
            if item is not None and not any("stand together" in each.reason for each in refused):
                yield self._filled(item, rows, refused)
            yield from refused

    def _opened(self) -> CsvFile | ParquetFile:
        return ParquetFile(self._path) if self._path.suffix.lower() == ".parquet" else CsvFile(self._path)

    def _item_name(self, row: Row | Reject) -> str | None:
        return None if isinstance(row, Reject) else str(self._plain(row).get("item"))

    def _plain(self, row: Row) -> dict[str, Any]:
        """In CSV texts have a quote before them where a spreadsheet would calculate."""
        if self._path.suffix.lower() == ".parquet":
            return row.values
        return {name: unescaped(each) if isinstance(each, str) else each for name, each in row.values.items()}

    def _filled(self, item: Annotated, rows: list[Row], refused: Refused) -> Annotated:
        people: list[Annotation] = []
        models: list[Annotation] = []
        for row in rows:
            before = len(refused)
            values = self._plain(row)
            made = attempt(refused, item.name, values, annotation_of_row, values)
            refused[before:] = [each._replace(line=row.line) for each in refused[before:]]
            if made is not None:
                (models if values.get("from") == "prediction" else people).append(made)
        return replace(item, annotations=tuple(people), predictions=tuple(models))


def write_table(items: Iterable[Annotated], path: Path) -> Carried:
    """Write a table by the ending of ``path``, ``.csv``, ``.tsv`` or ``.parquet``; nothing is lost."""
    carried = Carried()
    rows = _rows(items, carried)
    write_whole(
        path, write_parquet(COLUMNS, rows, NUMBERS) if path.suffix.lower() == ".parquet" else write_csv(COLUMNS, rows)
    )
    return carried


def _rows(items: Iterable[Annotated], carried: Carried) -> Iterator[list[Any]]:
    for item in items:
        carried.items += 1
        carried.annotations += len(item.said)
        for row in rows_of(item):
            yield [row.get(name) for name in COLUMNS]
