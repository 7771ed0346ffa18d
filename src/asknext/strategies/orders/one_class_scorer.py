"""The rung on which orders by the probability of one class stand."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.errors import InputError
from asknext.strategies.parameter import number
from asknext.strategies.scorer import Float64
from asknext.strategies.selector import MULTI_LABEL, SINGLE_LABEL
from asknext.strategies.uncertainty.probability_scorer import ProbabilityScorer

__all__ = ["OneClassScorer"]


@dataclass(frozen=True)
class OneClassScorer(ProbabilityScorer):
    """Scores from the probability of one class against all others. A member writes `of` and `sentence`."""

    column: int | None = number(
        None, "column of the class in the probabilities; by default the last", low=0, integer=True
    )

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL, MULTI_LABEL})

    def likely(self, p: Float64) -> Float64:
        """(rows,) the probability of the class in ``p`` (rows, C)."""
        return p[:, self.place(p.shape[1])].copy()

    def place(self, classes: int) -> int:
        """The column of the class; raises `InputError` where there is no such column."""
        at = classes - 1 if self.column is None else self.column
        if at >= classes:
            raise InputError(
                f"Strategy {self.name!r} is for column {at} of the probabilities, but they have the columns "
                f"0 to {classes - 1}: set column to one of these."
            )
        return at
