"""The most worth for the time or money it takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.errors import InputError, PoolExhausted
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.annotators.cost_model import expected_costs
from asknext.strategies.batch import Batch
from asknext.strategies.curation.columns import column as column_name
from asknext.strategies.inputs import Float64
from asknext.strategies.over_scorer import OverScorer
from asknext.strategies.parameter import number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.top import top

__all__ = ["CostAware", "within_budget"]


@register
@dataclass(frozen=True)
class CostAware(OverScorer, Scorer):
    """Any score over what the item costs to answer, for example value per second (Settles, Craven & Friedland 2008).

    Costs come from a column; where it has gaps, from a line ``start + slope * size`` with neither below 0, fitted to
    the items whose cost was observed, for example seconds over tokens.

    With a ``budget`` items that no longer fit are passed over, from the highest ratio down, until there are n. Where n
    is no limit, the batch is worth at least ``1 - largest cost / budget`` of the best one that the budget allows (the
    greedy rule for the knapsack problem, Dantzig 1957). Raises `PoolExhausted` where fewer than n fit.
    """

    column: str | None = column_name("the column of costs, such as seconds; missing values are estimated from size")
    size: str | None = column_name("the column of sizes, such as tokens or pixels, for costs that are missing")
    budget: float | None = number(None, "the most a batch may cost, in the column's unit", low=1e-9)

    also = frozenset({"columns"})
    name = "cost_aware"
    time = "the scorer's + n log n"
    memory = "the scorer's + n"
    source = "Settles, Craven & Friedland 2008"

    def score_rows(self, view: PoolView) -> Float64:
        return self._values(view) / expected_costs(view, self.column, self.size, self.name)

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        if self.budget is None:
            return super().choose(view, n, rng)
        costs, values = expected_costs(view, self.column, self.size, self.name), self._values(view)
        chosen = within_budget(values, costs, n, self.budget, rng)
        if len(chosen) < n:
            raise PoolExhausted(
                f"{n} items were asked for, but {len(chosen)} use up the budget of {self.budget:g} in column "
                f"{self.column!r}: ask for at most {len(chosen)}, or raise the budget."
            )
        rows, scores = view.unlabelled[chosen], values[chosen] / costs[chosen]
        return Batch(rows, scores, Reasons(n, lambda i: self.reason(view, int(rows[i]), float(scores[i]))))

    def rank(self, view: PoolView, rng: np.random.Generator, head: int = 1000) -> Batch:
        """Every unlabelled row, the highest ratio first, whatever the budget."""
        self.check(view)
        return super().choose(view, len(view.unlabelled), rng)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"It is worth much for what it costs ({score:.3g} for each unit of {self.column})."

    def _values(self, view: PoolView) -> Float64:
        values = self.scorer.score(view)
        if len(values) and values.min() < 0:
            raise InputError(
                f"Strategy {self.name!r} divides by costs, which needs scores of at least 0; {self.scorer.name!r} "
                f"gives {values.min():g}. Add a number to it, or use another."
            )
        return values


def within_budget(values: Float64, costs: Float64, n: int, budget: float, rng: np.random.Generator) -> IntArray:
    """Positions of at most ``n`` items that cost at most ``budget`` together, by greedy choice on value over cost."""
    taken: list[int] = []
    left = budget * (1.0 + 1e-12)
    for at in top(values / costs, len(values), rng).tolist():
        if costs[at] <= left:
            taken.append(at)
            left -= costs[at]
        if len(taken) == n:
            break
    return np.array(taken, dtype=np.int64)
