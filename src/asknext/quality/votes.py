"""What several annotators said about the same items, as arrays."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["NamedVotes", "Votes", "votes_from_matrix", "votes_from_triples"]

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Votes:
    """``m`` votes: ``annotators[v]`` gave ``items[v]`` the class ``labels[v]``. An abstention is no vote.

    Attributes
    ----------
    items : (m,) int64 in [0, n_items).
    annotators : (m,) int64 in [0, n_annotators).
    labels : (m,) int64 in [0, n_classes).
    n_items, n_annotators, n_classes : how many there are, with and without votes.

    Raises
    ------
    InputError : arrays of different lengths, a code out of its range, or two votes of one annotator for one item.
    """

    items: Codes
    annotators: Codes
    labels: Codes
    n_items: int
    n_annotators: int
    n_classes: int

    def __post_init__(self) -> None:
        for name, size in (("items", self.n_items), ("annotators", self.n_annotators), ("labels", self.n_classes)):
            object.__setattr__(self, name, _codes(getattr(self, name), name, size))
        if not len(self.items) == len(self.annotators) == len(self.labels):
            raise InputError(
                f"A vote is an item, an annotator and a label; found {len(self.items)} items, "
                f"{len(self.annotators)} annotators and {len(self.labels)} labels."
            )
        self._check_single()

    def __len__(self) -> int:
        return len(self.items)

    def counts(self) -> Floats:
        """(n_items, n_classes) float64 how often each class was given to each item."""
        cells = np.bincount(self.items * self.n_classes + self.labels, minlength=self.n_items * self.n_classes)
        return cells.reshape(self.n_items, self.n_classes).astype(np.float64)

    def per_item(self) -> Codes:
        """(n_items,) int64 votes of each item."""
        return np.bincount(self.items, minlength=self.n_items)

    def per_annotator(self) -> Codes:
        """(n_annotators,) int64 votes of each annotator."""
        return np.bincount(self.annotators, minlength=self.n_annotators)

    def only(self, keep: npt.NDArray[np.bool_] | Codes) -> Votes:
        """The votes chosen by a mask (m,) or by numbers, of the same items, annotators and classes."""
        chosen = (self.items[keep], self.annotators[keep], self.labels[keep])
        return Votes(*chosen, self.n_items, self.n_annotators, self.n_classes)

    def matrix(self) -> Codes:
        """(n_items, n_annotators) int64 the class given, -1 where there is none."""
        table = np.full((self.n_items, self.n_annotators), -1, dtype=np.int64)
        table[self.items, self.annotators] = self.labels
        return table

    def _check_single(self) -> None:
        cells = self.items * self.n_annotators + self.annotators
        if (np.diff(cells) > 0).all():
            return
        ordered = np.sort(cells)
        twice = ordered[1:][np.diff(ordered) == 0]
        if len(twice):
            item, annotator = divmod(int(twice[0]), self.n_annotators)
            raise InputError(
                f"An annotator has one vote for an item, but annotator {annotator} has several for item {item}"
                f"{'' if len(twice) == 1 else f', and there are {len(twice) - 1} more such pairs'}. Keep the last."
            )


@dataclass(frozen=True, eq=False)
class NamedVotes:
    """Votes, and what their codes stand for.

    Attributes
    ----------
    votes : with codes.
    items, annotators, classes : the names in the order of the codes.
    """

    votes: Votes
    items: list[Any]
    annotators: list[Any]
    classes: list[Any]


def votes_from_triples(
    triples: Iterable[tuple[Hashable, Hashable, Hashable]],
    *,
    items: Sequence[Hashable] | None = None,
    annotators: Sequence[Hashable] | None = None,
    classes: Sequence[Hashable] | None = None,
) -> NamedVotes:
    """Votes from (item, annotator, class) by name; a class of None abstains.

    Parameters
    ----------
    triples : of one annotator for one item the last counts.
    items, annotators, classes : all there are, in order; by default those that occur, sorted where they can be
        compared, else in order of appearance.

    Raises
    ------
    InputError : a name that is not among those given.
    """
    last = {(item, annotator): label for item, annotator, label in triples}
    given = [(item, annotator, label) for (item, annotator), label in last.items() if label is not None]
    columns = list(zip(*given, strict=True)) or [(), (), ()]
    known = [_names(column, names) for column, names in zip(columns, (items, annotators, classes), strict=True)]
    codes = [
        _numbered(column, names, kind)
        for column, names, kind in zip(columns, known, ("item", "annotator", "class"), strict=True)
    ]
    votes = Votes(codes[0], codes[1], codes[2], len(known[0]), len(known[1]), len(known[2]))
    return NamedVotes(votes, *known)


def votes_from_matrix(table: npt.ArrayLike, n_classes: int | None = None) -> Votes:
    """Votes from a table with a row for each item and a column for each annotator.

    Parameters
    ----------
    table : (n_items, n_annotators) class codes from 0; below 0 or NaN where an annotator gave none.
    n_classes : default: one more than the highest code.

    Raises
    ------
    InputError : not a table, or codes that are not whole numbers below ``n_classes``.
    """
    cells = np.asarray(table)
    if cells.ndim != 2 or cells.dtype.kind not in "iufb":
        raise InputError(
            f"Votes are a table of class codes, items x annotators; found shape {cells.shape} of {cells.dtype}."
        )
    given = np.nan_to_num(cells.astype(np.float64), nan=-1.0)
    if (given != np.floor(given)).any():
        raise InputError("Votes are class codes 0, 1, ...; found numbers with a fraction.")
    items, annotators = np.nonzero(given >= 0)
    labels = given[items, annotators].astype(np.int64)
    size = int(labels.max(initial=-1)) + 1 if n_classes is None else n_classes
    return Votes(items, annotators, labels, cells.shape[0], cells.shape[1], size)


def _codes(given: npt.ArrayLike, name: str, size: int) -> Codes:
    codes = np.asarray(given)
    if codes.ndim != 1 or (codes.dtype.kind not in "iu" and len(codes)):
        raise InputError(f"Votes need {name} as a row of whole numbers; found shape {codes.shape} of {codes.dtype}.")
    if len(codes) and (codes.min() < 0 or codes.max() >= size):
        raise InputError(
            f"Votes number their {name} from 0 to {size - 1}; found {codes.min()} to {codes.max()}. "
            "Leave abstentions out."
        )
    return codes.astype(np.int64, copy=False)


def _names(column: Sequence[Hashable], names: Sequence[Hashable] | None) -> list[Any]:
    if names is not None:
        return list(names)
    found: list[Any] = list(dict.fromkeys(column))
    try:
        return sorted(found)
    except TypeError:
        return found


def _numbered(column: Sequence[Hashable], names: list[Any], kind: str) -> Codes:
    places = {name: at for at, name in enumerate(names)}
    unknown = next((name for name in column if name not in places), None)
    if unknown is not None:
        raise InputError(f"A vote names the {kind} {unknown!r}, which is not among the {len(names)} given.")
    return np.array([places[name] for name in column], dtype=np.int64)
