"""Labels as they were read, made plain: which are missing, which classes there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError, InputError
from asknext.lab.data_sets.source import Read
from asknext.lab.settings import Settings, plain_number
from asknext.loop.label_space import Label, LabelSpace, Scalar
from asknext.pool.rows import n_rows

__all__ = ["PlainLabels", "plain_labels"]


@dataclass(frozen=True)
class PlainLabels:
    """Labels of the rows that are kept.

    Attributes
    ----------
    rows : (m,) int64 rows of what was read that have a label.  labels : m of them.
    classes, multilabel, numbers : as in `DataSet`.  notes : what was left out.
    """

    rows: npt.NDArray[np.int64]
    labels: list[Label]
    classes: tuple[Scalar, ...]
    multilabel: bool
    numbers: bool
    notes: tuple[str, ...]


def plain_labels(read: Read, given: Settings) -> PlainLabels:
    """Check the labels, and do with missing ones what ``missing`` says.

    Raises
    ------
    DataError : a label is missing and that is refused, or it is of the wrong form.
    """
    n, numbers = n_rows(read.content), given.choice("task", ("classes", "numbers"), "classes") == "numbers"
    matrix = getattr(read.labels, "ndim", 1) == 2
    space = LabelSpace(read.classes if matrix else None, True if matrix else None)
    parsed = _numbers(read, given) if numbers else _parsed(space, read, n, given)
    parsed, notes = _without_missing(parsed, read, given)
    rows = np.array([row for row, label in enumerate(parsed) if label is not None], dtype=np.int64)
    labels = [label for label in parsed if label is not None]
    space.learn([] if numbers else labels)
    known = tuple(read.classes or ()) if not numbers else ()
    classes = known + tuple(each for each in space.classes if each not in known)
    return PlainLabels(rows, labels, classes, bool(space.multilabel), numbers, notes)


def _parsed(space: LabelSpace, read: Read, n: int, given: Settings) -> list[Label | None]:
    try:
        return space.parse(read.labels, n)
    except InputError as error:
        raise DataError(f"{given.where}: the labels cannot be used. {error}") from None


def _numbers(read: Read, given: Settings) -> list[Label | None]:
    return [None if _absent(each) else _number(each, row, read, given) for row, each in enumerate(read.labels)]


def _number(value: Any, row: int, read: Read, given: Settings) -> float:
    plain = value.item() if isinstance(value, np.generic) else value
    try:
        found = float(plain)
    except (TypeError, ValueError):
        found = float("nan")
    if not plain_number(found):
        raise DataError(
            f"The label {value!r} is no number, and {given.where}.task is numbers.", source=place(read, row)
        )
    return found


def _absent(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float | np.floating) and bool(np.isnan(value)))


def _without_missing(
    parsed: list[Label | None], read: Read, given: Settings
) -> tuple[list[Label | None], tuple[str, ...]]:
    gaps = [row for row, label in enumerate(parsed) if label is None]
    how = given.choice("missing", ("refuse", "leave_out", "no_classes"), "refuse")
    if not gaps:
        return parsed, ()
    if how == "no_classes":
        if not any(isinstance(label, tuple) for label in parsed):
            raise given.wrong("missing", "refuse or leave_out, as each item of this data set holds exactly one class")
        return [() if label is None else label for label in parsed], (f"{len(gaps):,} rows hold no class.",)
    if how == "refuse":
        several = any(isinstance(label, tuple) for label in parsed)
        none = ", or no_classes where they are of none of the classes" if several else ""
        raise DataError(
            f"There is no label; {len(gaps):,} of {len(parsed):,} rows have none. To go on without them give "
            f"{given.where}.missing: leave_out{none}.",
            source=place(read, gaps[0]),
        )
    return parsed, (f"{len(gaps):,} of {len(parsed):,} rows were left out: they have no label.",)


def place(read: Read, row: int) -> str:
    """Where a row was found, for messages."""
    return read.rows[row] if read.rows else f"row {row}"
