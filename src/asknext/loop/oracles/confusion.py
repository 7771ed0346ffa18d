"""`ConfusionOracle`: mistakes that depend on the class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.loop.oracles.mistake import check_rate
from asknext.loop.oracles.oracle import Reply, RowByRow

__all__ = ["ConfusionOracle", "confusion_matrix_of"]


class ConfusionOracle(RowByRow):
    """Says class j of an item of class i with a chance of its own for each pair; each row always gets the same answer.

    Parameters
    ----------
    labels : one true class a row.  classes : in the order of the matrix.
    matrix : (C, C), row i = chances of the answers for class i, each row summing to 1.
    seed : decides what each row is answered.
    """

    def __init__(self, labels: Sequence[Any], classes: Sequence[Any], matrix: npt.ArrayLike, seed: int = 0) -> None:
        super().__init__()
        self._labels, self._classes, self._seed = labels, list(classes), seed
        self._chances = np.cumsum(_checked(matrix, len(classes)), axis=1)
        self._place = {each: place for place, each in enumerate(classes)}

    def reply(self, row: int, guess: npt.NDArray[np.float64] | None = None) -> Reply:
        """One class, drawn from the row of the true one."""
        chances = self._chances[self._place[self._labels[row]]]
        drawn = np.random.default_rng([self._seed, row]).random() * chances[-1]
        return Reply(row, self._classes[int(np.searchsorted(chances, drawn, side="right"))])


def confusion_matrix_of(spec: Mapping[Any, Any], classes: Sequence[Any], where: str) -> npt.NDArray[np.float64]:
    """(C, C) from ``{true class: {answer: chance}}``; what is left of a row is the chance of the true class.

    Raises
    ------
    UnknownName : no such class.  InputError : a chance is out of range, or those of a class sum to more than 1.
    """
    matrix = np.eye(len(classes))
    by_text = {str(each): place for place, each in enumerate(classes)}
    for true, answers in spec.items():
        if str(true) not in by_text:
            raise UnknownName("class", true, classes, where=where)
        if not isinstance(answers, Mapping):
            raise InputError(f"{where}.{true} is {answers!r}, but must be a mapping of answers to their chances.")
        matrix[by_text[str(true)]] = _row(answers, by_text, str(true), classes, where)
    return matrix


def _row(
    answers: Mapping[Any, Any], by_text: Mapping[str, int], true: str, classes: Sequence[Any], where: str
) -> npt.NDArray[np.float64]:
    row = np.zeros(len(classes))
    for answer, chance in answers.items():
        if str(answer) not in by_text:
            raise UnknownName("class", answer, classes, where=f"{where}.{true}")
        row[by_text[str(answer)]] = check_rate(chance, f"{where}.{true}.{answer}")
    if row.sum() > 1 + 1e-9 or (true in map(str, answers) and abs(row.sum() - 1) > 1e-9):
        raise InputError(f"{where}.{true}: the chances sum to {row.sum():g}; expected 1, or less without {true!r}.")
    row[by_text[true]] += max(0.0, 1 - row.sum())
    return row


def _checked(matrix: npt.ArrayLike, classes: int) -> npt.NDArray[np.float64]:
    found = np.asarray(matrix, dtype=np.float64)
    if found.shape != (classes, classes) or (found < 0).any() or not np.allclose(found.sum(axis=1), 1):
        raise InputError(
            f"A confusion matrix for {classes} classes has shape ({classes}, {classes}), chances of at least 0 and "
            f"rows that sum to 1; found shape {found.shape}."
        )
    return found
