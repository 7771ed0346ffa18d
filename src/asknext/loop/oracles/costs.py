"""`CostedOracle`: what an answer costs and how long it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.loop.oracles.oracle import Reply, RowByRow

__all__ = ["CostedOracle"]


class CostedOracle(RowByRow):
    """Another oracle whose replies cost, those without an answer, too.

    Parameters
    ----------
    of : the oracle that answers; what its replies cost already is added.
    labels : one true label a row, for costs that depend on the class.
    cost : of a reply, or class -> cost (0 for the others).
    per_row : (n,) further cost of each row of the pool, e.g. in proportion to its length, or None.
    seconds : of a reply.
    """

    def __init__(
        self,
        of: RowByRow,
        labels: Sequence[Any],
        cost: float | Mapping[Any, float] = 0.0,
        per_row: Sequence[float] | npt.NDArray[np.float64] | None = None,
        seconds: float = 0.0,
    ) -> None:
        super().__init__()
        values = [
            *(cost.values() if isinstance(cost, Mapping) else [cost]),
            seconds,
            *([] if per_row is None else per_row),
        ]
        if not all(np.isfinite(value) and value >= 0 for value in values):
            raise InputError("Costs and seconds have to be finite numbers of at least 0.")
        self._of, self._labels, self._cost, self._per_row, self._time = of, labels, cost, per_row, seconds
        self.needs_model = of.needs_model

    def reply(self, row: int, guess: npt.NDArray[np.float64] | None = None) -> Reply:
        """The other oracle's reply, with its cost."""
        given = self._of.reply(row, guess)
        cost = self._cost.get(self._labels[row], 0.0) if isinstance(self._cost, Mapping) else self._cost
        more = 0.0 if self._per_row is None else float(self._per_row[row])
        return replace(given, cost=given.cost + cost + more, seconds=given.seconds + self._time)
