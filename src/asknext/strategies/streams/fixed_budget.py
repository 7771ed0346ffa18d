"""The budget as a count since the beginning."""

from __future__ import annotations

import math
from dataclasses import dataclass

from asknext.strategies.streams.budget import BudgetManager
from asknext.strategies.streams.state import State

__all__ = ["FixedBudget"]

_ROUNDING = 1e-9


@dataclass(frozen=True)
class FixedBudget(BudgetManager):
    """At most ``ceil(budget * seen)`` questions at every moment (as in Ienco et al. 2014).

    What is not spent in quiet times is saved, and may be spent at once after a drift.
    """

    def begin(self) -> State:
        return {"seen": 0, "asked": 0}

    def allows(self, state: State, utility: float) -> bool:
        return bool(state["asked"] + 1 <= self.most(state["seen"] + 1))

    def after(self, state: State, utility: float, asked: bool) -> State:
        return {"seen": state["seen"] + 1, "asked": state["asked"] + asked}

    def most(self, seen: int) -> float:
        return math.ceil(self.budget * seen - _ROUNDING)
