"""Stop when the model hardly changes its mind any more (Abraham & Dreyfus-Schmidt 2020)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from asknext.errors import InputError
from asknext.measures.contradiction import contradiction
from asknext.measures.intervals import wilson
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History

__all__ = ["ContradictionRatio"]


@dataclass(frozen=True)
class ContradictionRatio(Described):
    """Enough when the share of changed predictions stays below ``bound`` for ``rounds`` rounds.

    Flat and high over twice as many rounds means stuck: more labels of the same kind change the predictions to and
    fro without settling; the sentence says so and what to try.

    Source: Abraham & Dreyfus-Schmidt 2020, "Rebuilding trust in active learning with actionable metrics".
    """

    bound: float = 0.01
    rounds: int = 3
    stuck_above: float = 0.1
    name: ClassVar[str] = "contradiction_ratio"
    source: ClassVar[str] = "Abraham & Dreyfus-Schmidt 2020"

    def __post_init__(self) -> None:
        if self.rounds < 1 or not 0 < self.bound < 1:
            raise InputError(
                f"contradiction_ratio needs rounds >= 1 and 0 < bound < 1; found {self.rounds} and {self.bound}."
            )

    def check(self, history: History) -> Advice:
        tables = [each.predictions for each in history if each.predictions is not None]
        changes = [contradiction(before, after) for before, after in pairwise(tables)]
        if len(changes) < self.rounds:
            missing = self.rounds - len(changes)
            return Advice(
                self.name, None, f"Too early to see contradictions: {missing} more rounds are needed.", None, self.bound
            )
        low = max(changes[-self.rounds :]) < self.bound
        return Advice(self.name, low, self._sentence(changes, len(tables[-1]), low), changes[-1], self.bound)

    def _sentence(self, changes: list[float], n: int, low: bool) -> str:
        least, most = wilson(changes[-1] * n, n)
        found = (
            f"{changes[-1]:.1%} of {n:,} predictions changed in the last round (95 % interval {least:.1%} to {most:.1%}"
            f", bound {self.bound:.1%})"
        )
        if low:
            return f"{found}, below the bound for {self.rounds} rounds: there is little more to gain."
        if self._stuck(changes):
            return (
                f"{found}, flat and high for {2 * self.rounds} rounds: the model is stuck. Try easier or more varied "
                f"items, another model, or check the labels."
            )
        return f"{found}: labels still change what is predicted."

    def _stuck(self, changes: list[float]) -> bool:
        late = changes[-2 * self.rounds :]
        first, second = late[: self.rounds], late[self.rounds :]
        flat = len(late) == 2 * self.rounds and sum(second) >= 0.9 * sum(first)
        return flat and min(late) > self.stuck_above
