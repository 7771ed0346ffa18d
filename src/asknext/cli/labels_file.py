"""Reading a file of labels: ids with class names, in CSV, JSON Lines or Parquet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asknext.errors import AsknextError, DataError, UnknownName
from asknext.formats.csv_file import unescaped
from asknext.formats.opening import open_source
from asknext.formats.rows import Reject, Row
from asknext.project.class_names import several_forms

__all__ = ["Answer", "LabelsFile", "class_names", "read_labels"]

SEPARATOR = "|"


@dataclass(frozen=True)
class Answer:
    """One labelled row: where it stood, the item's id, and its class names (none for a multi-label item without)."""

    line: int
    id: str
    classes: tuple[str, ...]


@dataclass(frozen=True)
class LabelsFile:
    """What a labels file holds.

    Attributes
    ----------
    answers : rows with a label. empty : rows whose label is empty, passed over. troubles : one sentence a bad row.
    """

    answers: Sequence[Answer]
    empty: int
    troubles: Sequence[str]


def read_labels(path: Path, *, id_column: str, label_column: str, known: Sequence[str], multilabel: bool) -> LabelsFile:
    """Read every row; what is wrong is collected, not raised.

    Raises
    ------
    DataError : there is no such file, or it is no table.
    UnknownName : a column is not in the file.
    """
    reader = _Reader(str(path), id_column, label_column, known, multilabel)
    source = open_source(path, "row")
    for row in source:
        # inside the loop, because a source closes its file when reading ends
        reader.check(source.columns)
        reader.take(row)
    return LabelsFile(reader.answers, reader.empty, reader.troubles)


class _Reader:
    def __init__(self, name: str, id_column: str, label_column: str, known: Sequence[str], multilabel: bool) -> None:
        self.name, self.id_column, self.label_column = name, id_column, label_column
        self.known, self.multilabel = known, multilabel
        self.answers: list[Answer] = []
        self.empty = 0
        self.troubles: list[str] = []
        self._lines: dict[str, int] = {}

    def check(self, columns: Sequence[str]) -> None:
        for name in (self.id_column, self.label_column):
            if columns and name not in columns:
                raise UnknownName("column", name, columns, where=self.name)

    def take(self, row: Row | Reject) -> None:
        if isinstance(row, Reject):
            self.troubles.append(str(DataError(row.reason, source=row.source, line=row.line, column=row.column)))
            return
        try:
            self._answer(row)
        except AsknextError as error:
            self.troubles.append(str(DataError(str(error), source=self.name, line=row.line)))

    def _answer(self, row: Row) -> None:
        value = row.values.get(self.label_column)
        if value is None or (isinstance(value, str) and not value.strip()):
            self.empty += 1
            return
        found = row.values.get(self.id_column)
        if found is None or found == "":
            raise DataError("The row has a label but no id.", column=self.id_column)
        answer = Answer(row.line, str(found), self._classes(value))
        self._once(answer)
        self.answers.append(answer)

    def _once(self, answer: Answer) -> None:
        first = self._lines.setdefault(answer.id, answer.line)
        if first != answer.line:
            raise DataError(f"The id {answer.id!r} was labelled on line {first} already; keep one.")

    def _classes(self, value: Any) -> tuple[str, ...]:
        names = class_names(value, self.known, multilabel=self.multilabel)
        for name in names:
            if name not in self.known:
                forms = several_forms(name) if self.multilabel else ""
                raise DataError(str(UnknownName("class", name, self.known)) + forms)
        return names


def class_names(value: Any, known: Sequence[str], *, multilabel: bool) -> tuple[str, ...]:
    """A label cell as class names; a name that is known as a whole is never split.

    Multi-label cells are a list, its JSON (``["a", "b"]``, ``[]`` for none), or names separated by ``|``.
    """
    if not multilabel:
        return (_name(value[0] if isinstance(value, list) and len(value) == 1 else value, known),)
    listed = _listed(value, known) if isinstance(value, str) else value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(_name(each, known) for each in listed))


def _name(value: Any, known: Sequence[str]) -> str:
    """The class that a cell means: numbers and truth values by their usual text, formula guards taken away."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return next((each for each in (text, text.strip(), unescaped(text.strip())) if each in known), text.strip())


def _listed(text: str, known: Sequence[str]) -> list[Any]:
    if text.strip() in known:
        return [text]
    if not text.lstrip().startswith("["):
        return [name for name in text.split(SEPARATOR) if name.strip()]
    try:
        made = json.loads(text)
    except (ValueError, RecursionError):
        raise DataError(f"Found {text[:60]!r}, expected a JSON list of class names.") from None
    return made if isinstance(made, list) else [made]
