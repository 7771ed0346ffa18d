"""A column as the score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.strategies.curation.columns import column, numeric_column
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64, Scorer

__all__ = ["Weights"]


@register
@dataclass(frozen=True)
class Weights(Scorer):
    """The highest values of a column first: the score is the value, in the column's own units.

    Raises `InputError` for a value that is missing or not finite. For the lowest first, multiply by -1, or give it a
    negative strength in `mix`.
    """

    column: str | None = column("the column of numbers; may be left out where there is only one")

    name = "weights"
    time = "n"
    memory = "n"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"columns"})

    def score_rows(self, view: PoolView) -> Float64:
        values = numeric_column(view, self.column, self.name)[view.unlabelled]
        wrong = ~np.isfinite(values)
        if wrong.any():
            row = view.unlabelled[int(np.argmax(wrong))]
            raise InputError(
                f"Strategy {self.name!r}: row {row} of column {self.column or 'given'!r} holds no finite number, but "
                f"every item needs one: fill it in, or leave such items out with threshold."
            )
        return values

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"Its {self.column or 'value'}, {score:.4g}, is among the highest."
