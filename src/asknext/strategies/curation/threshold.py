"""Only items whose value in a column passes a threshold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.errors import PoolExhausted
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch, Strategy
from asknext.strategies.curation.columns import column, numeric_column
from asknext.strategies.limited_view import limited_to
from asknext.strategies.parameter import choice, number, strategy
from asknext.strategies.registry import register
from asknext.strategies.selector import Selector, followed_by

__all__ = ["Threshold"]

_OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


@register
@dataclass(frozen=True)
class Threshold(Selector):
    """Another strategy on the items for which ``column operation value`` holds, e.g. ``sharpness >= 0.3``.

    Items with a missing value do not pass. Without a value every item passes that has one in the column. Raises
    `PoolExhausted` where fewer pass than are asked for. In a ranking the items that do not pass come last.
    """

    column: str | None = column("the column of numbers; may be left out where there is only one")
    operation: str = choice(">=", "how the value is compared: '<', '<=', '>' or '>='", options=tuple(_OPERATIONS))
    value: float | None = number(None, "the threshold, in the column's units")
    strategy: Strategy = strategy("random", "what chooses among the items that pass")  # noqa: RUF009

    name = "threshold"
    time = "n + the other strategy's"
    memory = "n + the other strategy's"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"columns"}) | self.strategy.needs

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset(getattr(self.strategy, "tasks", super().tasks))

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        kept = self.kept(view)
        if n > len(kept):
            raise PoolExhausted(
                f"{n} items were asked for, but only {len(kept)} of {len(view.unlabelled)} unlabelled ones pass the "
                f"threshold {self}: ask for at most {len(kept)}, or move the threshold."
            )
        return self.strategy.select(limited_to(view, kept, self.name), n, rng)

    def rank(self, view: PoolView, rng: np.random.Generator, head: int = 1000) -> Batch:
        """The items that pass as the other strategy ranks them, then the rest in random order, scored NaN."""
        self.check(view)
        kept = self.kept(view)
        passing = limited_to(view, kept, self.name)
        rest = rng.permutation(np.setdiff1d(view.unlabelled, kept))
        if len(kept) == 0:
            first = Batch(kept, np.array([]), ())
        elif isinstance(self.strategy, Selector):
            first = self.strategy.rank(passing, rng, head)
        else:
            first = self.strategy.select(passing, len(kept), rng)
        return followed_by(first, rest, np.full(len(rest), np.nan))

    def kept(self, view: PoolView) -> IntArray:
        """The unlabelled rows that pass."""
        values = numeric_column(view, self.column, self.name)[view.unlabelled]
        passing = ~np.isnan(values)
        if self.value is not None:
            passing &= _OPERATIONS[self.operation](values, self.value)
        return view.unlabelled[passing]

    def passed(self, view: PoolView, rows: IntArray) -> Callable[[int], str]:
        """For the i-th of ``rows`` the threshold and what it has, for a sentence; the column is read once."""
        values = numeric_column(view, self.column, self.name)[rows]
        return lambda i: f"the threshold {self} with {values[i]:.4g}"

    def __str__(self) -> str:
        return f"{self.column or 'column'} {self.operation} {'any' if self.value is None else f'{self.value:g}'}"
