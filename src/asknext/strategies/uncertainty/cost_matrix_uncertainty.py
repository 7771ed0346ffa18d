"""Uncertainty where some mistakes cost more than others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.errors import InputError
from asknext.strategies.over_classes import highest, lowest, total
from asknext.strategies.parameter import choice
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.costs import Costs, costs
from asknext.strategies.uncertainty.probability_scorer import ProbabilityScorer, two_likeliest

__all__ = ["CostMatrixUncertainty"]


@register
@dataclass(frozen=True)
class CostMatrixUncertainty(ProbabilityScorer):
    """The dearer the cheapest guess is expected to be, the sooner: ``min_j sum_i P_i cost[i][j]``.

    With ``method="margin"``, the closer the two cheapest guesses: minus the difference of their expected costs (Chen &
    Lin 2013). ``cost[i][j]`` is the cost of guessing class j where i is true. Without a table every mistake costs 1,
    which gives the orders of `least_confidence` and `margin`.
    """

    cost: Costs | None = costs("cost[i][j] of guessing class j where i is true; default: 1 a mistake")  # noqa: RUF009
    method: str = choice("expected_cost", "'expected_cost' or 'margin'", options=("expected_cost", "margin"))

    name = "cost_matrix_uncertainty"
    time = "n C^2"
    memory = "n"
    source = "Chen & Lin 2013"

    def of(self, p: Float64) -> Float64:
        expected = self._expected(p)
        if self.method == "expected_cost":
            return lowest(expected)
        top = highest(expected)
        first, second = two_likeliest(top[:, None] - expected)
        return second - first if p.shape[1] > 1 else np.zeros(len(p))

    def sentence(self, p: Float64) -> str:
        expected = self._expected(p[None, :])[0]
        return f"Whatever the model says here is expected to cost at least {expected.min():.2g}."

    def _expected(self, p: Float64) -> Float64:
        """(rows, C) the expected cost of each guess."""
        if self.cost is None:
            return 1.0 - p
        if len(self.cost) != p.shape[1]:
            raise InputError(
                f"Strategy {self.name!r}: cost is for {len(self.cost)} classes, but the probabilities are for "
                f"{p.shape[1]}."
            )
        return np.stack([total(p * np.array(column)) for column in zip(*self.cost, strict=True)], axis=1)
