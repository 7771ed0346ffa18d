"""What annotators answered, as one list of (item, annotator, class)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.inputs import Float64
from asknext.strategies.known_labels import known_labels

__all__ = ["Answers", "answers_of", "most_given"]


@dataclass(frozen=True)
class Answers:
    """``a`` answers to ``n`` items by ``width`` annotators.

    Attributes
    ----------
    items, annotators, labels : (a,) int64, sorted by annotator, then item; labels number the ``classes``.
    n, width, classes : how many items, annotators and classes there are.
    """

    items: IntArray
    annotators: IntArray
    labels: IntArray
    n: int
    width: int
    classes: int

    def counts(self) -> Float64:
        """(n, classes) how often each class was answered for each item."""
        cells = np.bincount(self.items * self.classes + self.labels, minlength=self.n * self.classes)
        return cells.reshape(self.n, self.classes).astype(np.float64)

    def per_item(self) -> IntArray:
        """(n,) how many answers each item has."""
        return np.bincount(self.items, minlength=self.n)

    def given(self, rows: IntArray) -> npt.NDArray[np.bool_]:
        """(len(rows), width) whether each annotator answered each of the distinct ``rows``."""
        place = np.full(self.n, -1)
        place[rows] = np.arange(len(rows))
        asked = place[self.items] >= 0
        found = np.zeros((len(rows), self.width), dtype=bool)
        found[place[self.items[asked]], self.annotators[asked]] = True
        return found


def answers_of(view: PoolView, asker: str, classes: int | None = None) -> Answers:
    """The annotations of ``view``; ``classes`` is the number of columns of the probabilities, where they matter.

    Answers are then column numbers, or else as many different values as there are columns, which are taken in sorted
    order. A table of one annotator may be one-dimensional. Raises `InputError` for a wrong shape or other answers.
    """
    given = view.need("annotations", asker)
    table: Any = given if isinstance(given, np.ma.MaskedArray) else _array(given)
    if table.ndim == 1:
        table = table[:, None]
    if table.ndim != 2 or table.shape[0] != view.n or table.shape[1] == 0:
        raise InputError(
            f"Strategy {asker!r}: annotations has shape {table.shape}, expected (n, A) with n = {view.n} items and a "
            f"column for each annotator."
        )
    columns = [_column(table[:, at], view.n) for at in range(table.shape[1])]
    items = np.concatenate([rows for rows, _ in columns])
    who = np.repeat(np.arange(len(columns)), [len(rows) for rows, _ in columns])
    labels, found = _numbered(np.concatenate([values for _, values in columns]), classes, asker)
    return Answers(items, who, labels, view.n, len(columns), found)


def most_given(counts: Float64) -> npt.NDArray[np.bool_]:
    """(n, classes) the class with the most answers, or classes where several have as many; none without answers."""
    highest = counts.max(axis=1, keepdims=True)
    found: npt.NDArray[np.bool_] = (counts == highest) & (highest > 0)
    return found


def _array(given: Any) -> npt.NDArray[Any]:
    if hasattr(given, "to_numpy"):
        return np.asarray(given.to_numpy())
    rows = list(given)
    try:
        return np.asarray(given if isinstance(given, np.ndarray) else [list(row) for row in rows])
    except (TypeError, ValueError):
        return np.array(rows, dtype=object)


def _column(values: Any, n: int) -> tuple[IntArray, npt.NDArray[Any]]:
    """The rows that one annotator answered, and the answers."""
    if values.dtype.kind in "iub" and not isinstance(values, np.ma.MaskedArray):
        return np.arange(n), values.astype(np.int64)
    if values.dtype.kind == "f" and not isinstance(values, np.ma.MaskedArray):
        rows = np.flatnonzero(~np.isnan(values))
        return rows, values[rows]
    known, missing = known_labels(values, n)
    rows = np.flatnonzero(~missing)
    assert known is not None
    return rows, known[rows]


def _numbered(values: npt.NDArray[Any], classes: int | None, asker: str) -> tuple[IntArray, int]:
    """``values`` as numbers of classes, and how many classes there are."""
    if values.dtype.kind in "iuf" and (classes is None or _are_columns(values, classes)):
        if classes is not None:
            return values.astype(np.int64), classes
        distinct, places = np.unique(values, return_inverse=True)
        return places.ravel(), max(1, len(distinct))
    plain = np.asarray([_whole(value) for value in values.tolist()], dtype=object)
    different = sorted(set(plain.tolist()), key=lambda value: (type(value).__name__, value))
    if classes is None:
        return _places(plain, different), max(1, len(different))
    if all(isinstance(value, int) and 0 <= value < classes for value in different):
        return plain.astype(np.int64), classes
    if len(different) != classes:
        raise InputError(
            f"Strategy {asker!r}: annotations holds {len(different)} different answers, such as {different[0]!r}, but "
            f"the probabilities have {classes} columns: answer with column numbers 0 to {classes - 1}."
        )
    return _places(plain, different), classes


def _are_columns(values: npt.NDArray[Any], classes: int) -> bool:
    return bool(((values >= 0) & (values < classes) & (values == np.floor(values))).all())


def _places(values: npt.NDArray[Any], different: list[Any]) -> IntArray:
    place = {value: at for at, value in enumerate(different)}
    return np.array([place[value] for value in values.tolist()], dtype=np.int64)


def _whole(value: Any) -> Any:
    """Whole numbers as int, because a column with a missing answer holds floats; the rest as it is."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool) or (isinstance(value, float) and value.is_integer()):
        return int(value)
    return value
