"""`AbstainingOracle`: sometimes no answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.loop.oracles.mistake import check_rate
from asknext.loop.oracles.oracle import Reply, RowByRow

__all__ = ["AbstainingOracle"]

_ABSTAINS = 3


class AbstainingOracle(RowByRow):
    """Another oracle that gives no answer with probability ``rate``, or with one of its own for each class.

    Parameters
    ----------
    of : the oracle that answers.  labels : one true label a row, for rates that depend on the class.
    rate : a probability, or class -> probability (0 for the others).
    then : what becomes of the item: ``"set_aside"``, never asked again; ``"returns"``: it is in the pool as before and
        may be asked again, to the same answer, as each row is always answered alike.
    seed : decides which rows are not answered.
    """

    def __init__(
        self,
        of: RowByRow,
        labels: Sequence[Any],
        rate: float | Mapping[Any, float],
        then: str = "set_aside",
        seed: int = 0,
    ) -> None:
        super().__init__()
        if then not in ("set_aside", "returns"):
            raise InputError(f"then of an abstaining oracle is {then!r}, but must be 'set_aside' or 'returns'.")
        for each in rate.values() if isinstance(rate, Mapping) else [rate]:
            check_rate(each, "The rate of an abstaining oracle")
        self._of, self._labels, self._rate, self._then, self._seed = of, labels, rate, then, seed
        self.needs_model = of.needs_model

    def reply(self, row: int, guess: npt.NDArray[np.float64] | None = None) -> Reply:
        """The other oracle's reply, at times without its answer."""
        given = self._of.reply(row, guess)
        rate = self._rate.get(self._labels[row], 0.0) if isinstance(self._rate, Mapping) else self._rate
        if np.random.default_rng([self._seed, row, _ABSTAINS]).random() >= rate:
            return given
        return replace(given, answer=None, set_aside=self._then == "set_aside")
