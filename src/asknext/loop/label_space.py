"""`LabelSpace`: which classes there are, and how labels in any usual form become plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName

__all__ = ["Label", "LabelSpace", "Scalar"]

Scalar = str | int | float | bool
Label = Scalar | tuple[Scalar, ...]
_SCALARS = (str, bool, int, float)
_COLLECTIONS = (set, frozenset, list, tuple, np.ndarray)


class LabelSpace:
    """The classes in a fixed order, and whether an item may hold several.

    Parameters
    ----------
    classes : every class there is: others are refused. None: classes are learnt as they come; a new one goes to the
        end, so that the number of a class never changes.
    multilabel : None = told by the first labels: a set, list or tuple an item, or an indicator matrix.

    Attributes
    ----------
    form : how the labels of several classes came so far: "matrix" for the rows of an indicator matrix, "lists" for sets
        or lists of classes, None while nothing has told. It decides on rows such as [0, 1], which may be either.
    """

    def __init__(self, classes: Iterable[Any] | None = None, multilabel: bool | None = None) -> None:
        self.closed = classes is not None
        self.classes: list[Scalar] = [_scalar(value) for value in classes or ()]
        self.multilabel = multilabel
        self.form: str | None = None
        self._columns: list[Scalar] = []
        self._evidence: str | None = None
        if len(set(self.classes)) != len(self.classes):
            raise InputError(f"classes have to be distinct; found {self.classes}.")

    def parse(self, labels: Any, count: int) -> list[Label | None]:
        """One plain label an item, None where it is missing; nothing is learnt yet (see `learn`).

        Single-label: a str, int, float or bool. Multi-label: a tuple of classes, sorted.

        Lists, tuples or arrays of zeros and ones, all of one length, are the rows of an indicator matrix where one of
        them holds a value twice, or they are NumPy arrays of two columns or more, or labels came as a matrix before.

        Raises
        ------
        InputError : wrong number of labels, a label of another form, or rows that may be either a list of the classes 0
            and 1 or an indicator row.  UnknownName : a class that does not exist.
        """
        if isinstance(labels, str | bytes) or not (hasattr(labels, "__len__") or hasattr(labels, "shape")):
            raise InputError(f"labels have to be a sequence with one entry an item; found {labels!r}.")
        self._columns, self._evidence = [], None
        entries = self._entries(labels)
        if len(entries) != count:
            raise InputError(f"There are {len(entries)} labels for {count} items; expected one label an item.")
        parsed = [None if _missing(entry) else self._plain(entry) for entry in entries]
        self._one_form([entry for entry in parsed if entry is not None])
        return parsed

    def learn(self, parsed: Iterable[Label | None]) -> None:
        """Take over the classes and the form of labels that `parse` let through."""
        known = [label for label in parsed if label is not None]
        self.classes = self.classes or list(self._columns)
        self.form = self.form or ("matrix" if self._columns else self._evidence)
        if known and self.multilabel is None:
            self.multilabel = isinstance(known[0], tuple)
        fresh = {value for label in known for value in _values(label)} - set(self.classes)
        self.classes += sorted(fresh, key=_order)

    def codes(self, labels: Sequence[Label]) -> npt.NDArray[np.int64]:
        """(m,) positions in ``classes``, or the (m, L) indicator matrix."""
        place = {value: code for code, value in enumerate(self.classes)}
        if not self.multilabel:
            return np.array([place[label] for label in labels], dtype=np.int64)  # type: ignore[index]
        table = np.zeros((len(labels), len(self.classes)), dtype=np.int64)
        for row, label in enumerate(labels):
            table[row, [place[value] for value in _values(label)]] = 1
        return table

    def targets(self, labels: Sequence[Label]) -> npt.NDArray[Any]:
        """What a model is fitted on: (m,) the labels themselves, or the (m, L) indicator matrix."""
        if self.multilabel:
            return self.codes(labels)
        mixed = len({isinstance(label, str) for label in labels}) > 1
        return np.asarray(labels, dtype=object if mixed else None)

    def _entries(self, labels: Any) -> list[Any]:
        if hasattr(labels, "tocsr"):
            labels = labels.toarray()
        if getattr(labels, "ndim", 1) == 2:
            return self._from_matrix(np.asarray(labels))
        entries = labels.tolist() if hasattr(labels, "tolist") else list(labels)
        return self._from_rows(entries) if self._is_indicator(entries) else entries

    def _from_rows(self, rows: list[Any]) -> list[Any]:
        """As `_from_matrix`; a missing row stays missing."""
        named = iter(self._from_matrix(np.asarray([row for row in rows if not _missing(row)])))
        return [row if _missing(row) else next(named) for row in rows]

    def _from_matrix(self, matrix: npt.NDArray[Any]) -> list[Any]:
        columns: list[Scalar] = self.classes or list(range(matrix.shape[1]))
        if matrix.shape[1] != len(columns):
            raise InputError(f"The indicator matrix has {matrix.shape[1]} columns for {len(columns)} classes.")
        if not np.isin(matrix, (0, 1)).all():
            raise InputError("An indicator matrix holds zeros and ones only; found other values.")
        self._columns = columns
        return [tuple(columns[column] for column in np.flatnonzero(row)) for row in matrix]

    def _is_indicator(self, entries: list[Any]) -> bool:
        """Whether a list holds the rows of an indicator matrix, rather than lists of the classes 0 and 1."""
        rows = [entry for entry in entries if not _missing(entry)]
        if self.multilabel is False or not _zeros_and_ones(rows):
            self._evidence = "lists" if any(isinstance(row, _COLLECTIONS) for row in rows) else None
            return False
        if any(len(set(row)) < len(row) for row in rows):
            return True
        return self._distinct_zeros_and_ones(rows)

    def _distinct_zeros_and_ones(self, rows: list[Any]) -> bool:
        """Rows such as [0, 1], where each value occurs once: both a list of classes and an indicator row."""
        width, known = len(rows[0]), len(self.classes)
        if known and self._are_no_classes(rows):
            return width == known or self.form == "matrix"
        if self.form is not None:
            return self.form == "matrix"
        if width > 1 and all(isinstance(row, np.ndarray) for row in rows):
            return True
        if known and width != known:
            return False
        raise InputError(
            f"The labels {[list(map(int, row)) for row in rows[:3]]} can be read in two ways: as lists of the classes "
            f"0 and 1, or as rows of an indicator matrix. Pass sets of classes, e.g. {{0, 1}}, for the one; a NumPy "
            f"array of shape ({len(rows)}, {width}) for the other."
        )

    def _are_no_classes(self, rows: list[Any]) -> bool:
        """Whether 0 and 1 cannot be meant as classes, because all classes are known or have names."""
        named = self.closed or all(isinstance(value, str) for value in self.classes)
        return named and not {value for row in rows for value in row} <= set(self.classes)

    def _plain(self, entry: Any) -> Label:
        if isinstance(entry, _COLLECTIONS):
            values = {self._known(_scalar(value)) for value in entry}
            return tuple(sorted(values, key=_order))
        return self._known(_scalar(entry))

    def _known(self, value: Scalar) -> Scalar:
        if self.closed and value not in self.classes:
            raise UnknownName("class", value, self.classes)
        return value

    def _one_form(self, labels: list[Label]) -> None:
        several = [isinstance(label, tuple) for label in labels]
        expected = self.multilabel if self.multilabel is not None else (several[0] if several else False)
        if all(each == expected for each in several):
            return
        found = labels[several.index(not expected)]
        form = "a set or list of classes (it may be empty)" if expected else "exactly one class"
        raise InputError(f"Each label of this task is {form}; found {found!r}.")


def _values(label: Label) -> tuple[Scalar, ...]:
    return label if isinstance(label, tuple) else (label,)


def _scalar(value: Any) -> Scalar:
    plain = value.item() if isinstance(value, np.generic) else value
    if not isinstance(plain, _SCALARS) or plain != plain:
        raise InputError(f"A class is a text, a number, or True or False; found {value!r}.")
    return plain


def _zeros_and_ones(rows: list[Any]) -> bool:
    """Whether all are lists, tuples or arrays of one length, not empty, of nothing but 0 and 1."""
    if not rows or not all(isinstance(row, list | tuple | np.ndarray) for row in rows):
        return False
    if len({np.shape(row) if isinstance(row, np.ndarray) else (len(row),) for row in rows}) > 1 or not len(rows[0]):
        return False
    return all(
        isinstance(value, int | float | np.number | np.bool_) and value in (0, 1) for row in rows for value in row
    )


def _missing(entry: Any) -> bool:
    if entry is None or entry is np.ma.masked:
        return True
    if isinstance(entry, float | np.floating):
        return bool(np.isnan(entry))
    return type(entry).__name__ in ("NAType", "NaTType")


def _order(value: Scalar) -> tuple[str, Any]:
    """Numbers before texts; sorted within each."""
    return ("text", value) if isinstance(value, str) else ("number", value)
