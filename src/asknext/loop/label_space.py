"""`LabelSpace`: which classes there are, and how labels in any usual form become plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName

__all__ = ["Label", "LabelSpace"]

Scalar = str | int | float | bool
Label = Scalar | tuple[Scalar, ...]
_SCALARS = (str, bool, int, float)


class LabelSpace:
    """The classes in a fixed order, and whether an item may hold several.

    Parameters
    ----------
    classes : every class there is: others are refused. None: classes are learnt as they come; a new one goes to the
        end, so that the number of a class never changes.
    multilabel : None = told by the first labels: a set, list or tuple an item, or an indicator matrix.
    """

    def __init__(self, classes: Iterable[Any] | None = None, multilabel: bool | None = None) -> None:
        self.closed = classes is not None
        self.classes: list[Scalar] = [_scalar(value) for value in classes or ()]
        self.multilabel = multilabel
        self._columns: list[Scalar] = []
        if len(set(self.classes)) != len(self.classes):
            raise InputError(f"classes have to be distinct; found {self.classes}.")

    def parse(self, labels: Any, count: int) -> list[Label | None]:
        """One plain label an item, None where it is missing; nothing is learnt yet (see `learn`).

        Single-label: a str, int, float or bool. Multi-label: a tuple of classes, sorted.

        Raises
        ------
        InputError : wrong number of labels, or a label of another form.  UnknownName : a class that does not exist.
        """
        if isinstance(labels, str | bytes) or not (hasattr(labels, "__len__") or hasattr(labels, "shape")):
            raise InputError(f"labels have to be a sequence with one entry an item; found {labels!r}.")
        self._columns = []
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
        return self._from_matrix(np.asarray(entries)) if self._looks_like_matrix(entries) else entries

    def _from_matrix(self, matrix: npt.NDArray[Any]) -> list[Any]:
        columns: list[Scalar] = self.classes or list(range(matrix.shape[1]))
        if matrix.shape[1] != len(columns):
            raise InputError(f"The indicator matrix has {matrix.shape[1]} columns for {len(columns)} classes.")
        if not np.isin(matrix, (0, 1)).all():
            raise InputError("An indicator matrix holds zeros and ones only; found other values.")
        self._columns = columns
        return [tuple(columns[column] for column in np.flatnonzero(row)) for row in matrix]

    def _looks_like_matrix(self, entries: list[Any]) -> bool:
        """Lists of zeros and ones, as many as there are classes, where 0 and 1 are not classes themselves."""
        if not self.classes or {0, 1} & set(self.classes):
            return False
        return bool(entries) and all(
            isinstance(entry, list | np.ndarray) and len(entry) == len(self.classes) and set(entry) <= {0, 1}
            for entry in entries
        )

    def _plain(self, entry: Any) -> Label:
        if isinstance(entry, set | frozenset | list | tuple | np.ndarray):
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


def _missing(entry: Any) -> bool:
    if entry is None or entry is np.ma.masked:
        return True
    if isinstance(entry, float | np.floating):
        return bool(np.isnan(entry))
    return type(entry).__name__ in ("NAType", "NaTType")


def _order(value: Scalar) -> tuple[str, Any]:
    """Numbers before texts; sorted within each."""
    return ("text", value) if isinstance(value, str) else ("number", value)
