"""The budget as the best share of what came of late."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.streams.budget import BudgetManager
from asknext.strategies.streams.state import State

__all__ = ["QuantileBudget"]


@dataclass(frozen=True)
class QuantileBudget(BudgetManager):
    """The balanced incremental quantile filter (Kottke et al. 2015): allows the most useful ``budget`` of the window.

    An item passes with at least the (1 - budget) quantile of the last ``window`` utilities, its own among them, moved
    down by ``range * left / tolerance``, where ``left = budget * seen - asked`` is what is left to spend and the range
    is that of the window. More than ``tolerance`` beyond the budget is never asked; the source does not stop there,
    and asks without end where all utilities are equal.
    """

    window: int = 100
    tolerance: int = 50

    def begin(self) -> State:
        return {"seen": 0, "asked": 0, "utilities": []}

    def allows(self, state: State, utility: float) -> bool:
        recent = sorted(self._recent(state, utility))
        left = self.budget * (state["seen"] + 1) - state["asked"]
        if state["asked"] + 1 > self.most(state["seen"] + 1) or self.budget == 0:
            return False
        spread = recent[-1] - recent[0]
        return bool(utility >= _quantile(recent, 1 - self.budget) - spread * left / self.tolerance)

    def after(self, state: State, utility: float, asked: bool) -> State:
        return {
            "seen": state["seen"] + 1,
            "asked": state["asked"] + asked,
            "utilities": self._recent(state, utility),
        }

    def most(self, seen: int) -> float:
        return self.budget * seen + self.tolerance if self.budget > 0 else 0.0

    def _recent(self, state: State, utility: float) -> list[float]:
        return [*state["utilities"], utility][-self.window :]


def _quantile(rising: list[float], share: float) -> float:
    """As `numpy.quantile`, which takes ten times as long for a few numbers."""
    place = share * (len(rising) - 1)
    below = min(int(place), len(rising) - 2) if len(rising) > 1 else 0
    above = min(below + 1, len(rising) - 1)
    return rising[below] + (rising[above] - rising[below]) * (place - below)
