"""Arithmetic of scorers: ``Margin() * Entropy()``, ``Margin() + 0.5 * Entropy()``, ``Entropy() ** 2``.

As text, for the command line and configurations: see `asknext.strategies.expression`.
"""

from __future__ import annotations

import operator as arithmetic
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.pool.task import TASKS
from asknext.pool.view import PoolView
from asknext.strategies.parameter import choice, operand
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64, Scorer

__all__ = ["Combination"]

_OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": arithmetic.add,
    "-": arithmetic.sub,
    "*": arithmetic.mul,
    "/": arithmetic.truediv,
    "**": arithmetic.pow,
}


@register
@dataclass(frozen=True)
class Combination(Scorer):
    """Sum, difference, product, quotient or power of two scores, or of a score and a number.

    Made by arithmetic on scorers. The scores are taken as they are; a result that is not finite is refused.
    """

    operator: str = choice("*", "what joins the two", options=tuple(_OPERATIONS))
    left: Any = operand("margin", "a scorer or a number")  # noqa: RUF009
    right: Any = operand(1.0, "a scorer or a number")  # noqa: RUF009

    name = "combination"
    time = "left + right"
    memory = "n"
    source = "product: Settles & Craven 2008"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset().union(*(part.needs for part in self._scorers()))

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset(TASKS).intersection(*(part.tasks for part in self._scorers()))

    def score_rows(self, view: PoolView) -> Float64:
        with np.errstate(all="ignore"):  # what is not finite is refused with a sentence afterwards
            result = _OPERATIONS[self.operator](_values(self.left, view), _values(self.right, view))
        return np.broadcast_to(np.asarray(result, dtype=np.float64), view.unlabelled.shape)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        scorers = self._scorers()
        return scorers[0].reason(view, row, score) if scorers else super().reason(view, row, score)

    def _scorers(self) -> list[Scorer]:
        return [part for part in (self.left, self.right) if not isinstance(part, float)]


def _values(part: Scorer | float, view: PoolView) -> Any:
    return part if isinstance(part, float) else part.score(view)
