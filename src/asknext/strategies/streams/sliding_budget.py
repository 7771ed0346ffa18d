"""The budget within every window of the stream."""

from __future__ import annotations

import math
from dataclasses import dataclass

from asknext.strategies.streams.budget import BudgetManager
from asknext.strategies.streams.state import State

__all__ = ["SlidingBudget"]

_ROUNDING = 1e-9


@dataclass(frozen=True)
class SlidingBudget(BudgetManager):
    """At most ``ceil(budget * window)`` questions among any ``window`` items in a row.

    What is not spent is lost after the window, so a drift is always met with the same means. Memory: the places of the
    questions in the window.
    """

    window: int = 100

    def begin(self) -> State:
        return {"seen": 0, "places": []}

    def allows(self, state: State, utility: float) -> bool:
        return len(self._recent(state)) < self._at_most

    def after(self, state: State, utility: float, asked: bool) -> State:
        return {"seen": state["seen"] + 1, "places": self._recent(state) + [state["seen"]] * int(asked)}

    def most(self, seen: int) -> float:
        return math.ceil(seen / self.window) * self._at_most

    @property
    def _at_most(self) -> int:
        return math.ceil(self.budget * self.window - _ROUNDING)

    def _recent(self, state: State) -> list[int]:
        """The places of questions among the ``window - 1`` items before the next."""
        return [place for place in state["places"] if place > state["seen"] - self.window]
