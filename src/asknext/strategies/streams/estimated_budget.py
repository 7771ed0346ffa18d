"""The budget as an estimate of what was spent of late."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.streams.budget import BudgetManager
from asknext.strategies.streams.state import State

__all__ = ["EstimatedBudget"]


@dataclass(frozen=True)
class EstimatedBudget(BudgetManager):
    """A question is allowed while ``u / window < budget``, with ``u <- u (window - 1) / window + [asked]``.

    Needs one number instead of a window (Zliobaite et al. 2014). The estimate lags: among the first ``seen`` items up
    to ``(budget + 1 / window) seen + budget window + 1`` questions can be asked, and no more.
    """

    window: int = 100

    def begin(self) -> State:
        return {"spent": 0.0}

    def allows(self, state: State, utility: float) -> bool:
        return bool(state["spent"] / self.window < self.budget)

    def after(self, state: State, utility: float, asked: bool) -> State:
        return {"spent": state["spent"] * (self.window - 1) / self.window + asked}

    def most(self, seen: int) -> float:
        if self.budget == 0:
            return 0.0
        return (self.budget + 1 / self.window) * seen + self.budget * self.window + 1
