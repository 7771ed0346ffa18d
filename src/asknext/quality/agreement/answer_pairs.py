"""The answers of several people on the same items, two and two, whatever kind of answer it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["AnswerPairs", "paired"]

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class AnswerPairs:
    """``p`` pairs: the answers of ``first[p]`` and ``second[p]`` on ``items[p]`` agree, or differ, by ``values[p]``.

    Attributes
    ----------
    items, first, second : (p,) int64 codes; the two annotators of a pair are not the same.
    values : (p,) float64. n_items, n_annotators : how many there are.

    Raises
    ------
    InputError : columns of different lengths, or an annotator beside themselves.
    """

    items: Codes
    first: Codes
    second: Codes
    values: Floats
    n_items: int
    n_annotators: int

    def __post_init__(self) -> None:
        if not len(self.items) == len(self.first) == len(self.second) == len(self.values):
            raise InputError("A pair of answers has one item, two annotators and one value; found columns that differ.")
        if (self.first == self.second).any():
            raise InputError("A pair is of two annotators; found one beside themselves.")

    def per_item(self) -> Floats:
        """(n_items,) the mean of the pairs of each item; NaN without any."""
        return _ratio(_sums(self.items, self.values, self.n_items), np.bincount(self.items, minlength=self.n_items))

    def of_people(self) -> tuple[Floats, Floats]:
        """(n_items, n_annotators) twice: the mean of each one's pairs at an item, and of the pairs without them; NaN
        where there are none."""
        cells, size = self.n_items * self.n_annotators, self.n_annotators
        mine = np.concatenate([self.items * size + self.first, self.items * size + self.second])
        sums = _sums(mine, np.tile(self.values, 2), cells).reshape(self.n_items, size)
        number = np.bincount(mine, minlength=cells).reshape(self.n_items, size)
        all_sums, all_pairs = (
            _sums(self.items, self.values, self.n_items),
            np.bincount(self.items, minlength=self.n_items),
        )
        took_part = number > 0
        rest = _ratio(all_sums[:, None] - sums, np.where(took_part, all_pairs[:, None] - number, 0))
        return _ratio(sums, number), rest

    def between(self) -> Floats:
        """(n_annotators, n_annotators) the mean of every two people's pairs; NaN where they share no item."""
        size = self.n_annotators
        cells = self.first * size + self.second
        sums, number = _sums(cells, self.values, size * size), np.bincount(cells, minlength=size * size)
        square, pairs = sums.reshape(size, size), number.reshape(size, size)
        return _ratio(square + square.T, pairs + pairs.T)


def paired(items: Codes) -> tuple[Codes, Codes]:
    """(p,) twice: the places of every two answers on one item; ``items`` (m,) tells what each answer is about."""
    order = np.argsort(items, kind="stable")
    ordered = items[order]
    most = int(np.bincount(items).max(initial=0)) if len(items) else 0
    starts = [np.flatnonzero(ordered[gap:] == ordered[:-gap]) for gap in range(1, most)]
    if not starts:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    ends = [start + gap for gap, start in enumerate(starts, 1)]
    return order[np.concatenate(starts)], order[np.concatenate(ends)]


def _sums(groups: Codes, values: Floats, size: int) -> Floats:
    return np.bincount(groups, values, size).astype(np.float64)


def _ratio(sums: Floats, number: npt.NDArray[np.integer]) -> Floats:
    found: Floats = np.where(number > 0, sums, np.nan) / np.where(number > 0, number, 1)
    return found
