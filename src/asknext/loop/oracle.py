"""Oracles: who answers in a simulation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["NoisyOracle", "Oracle", "PerfectOracle"]


class Oracle(Protocol):
    """Answers for rows of a pool; the loop cannot tell it from a person."""

    answered: int

    def answer(self, rows: npt.NDArray[np.int64]) -> list[Any]:
        """One label a row, None where it has none."""
        ...


class PerfectOracle:
    """Knows the labels.

    Parameters
    ----------
    labels : one a row of the pool; for a multi-label task sets, or the rows of an indicator matrix.

    Attributes
    ----------
    answered : how many labels it has given.
    """

    def __init__(self, labels: Sequence[Any] | npt.NDArray[Any]) -> None:
        self._labels = labels
        self.answered = 0

    def answer(self, rows: npt.NDArray[np.int64]) -> list[Any]:
        """One label a row."""
        self.answered += len(rows)
        return [self._labels[row] for row in rows.tolist()]


class NoisyOracle:
    """Gives another class than the true one with probability ``rate``; the same row always gets the same answer.

    Parameters
    ----------
    labels : one true label a row.  classes : at least two.
    rate : in [0, 1].  seed : decides which rows are answered wrongly, and how.

    Attributes
    ----------
    answered, wrong : how many labels it has given, and how many of them were not the true one.
    """

    def __init__(
        self, labels: Sequence[Any] | npt.NDArray[Any], classes: Sequence[Any], rate: float, seed: int = 0
    ) -> None:
        if not 0 <= rate <= 1 or len(classes) < 2:
            raise InputError(f"A noisy oracle needs a rate in [0, 1] and two classes; found {rate} and {len(classes)}.")
        self._labels, self._classes, self._rate, self._seed = labels, list(classes), rate, seed
        self.answered = self.wrong = 0

    def answer(self, rows: npt.NDArray[np.int64]) -> list[Any]:
        """One label a row, some of them wrong."""
        self.answered += len(rows)
        return [self._one(row) for row in rows.tolist()]

    def _one(self, row: int) -> Any:
        rng, true = np.random.default_rng([self._seed, row]), self._labels[row]
        if rng.random() >= self._rate:
            return true
        self.wrong += 1
        others = [each for each in self._classes if each != true]
        return others[int(rng.integers(len(others)))]
