"""Stop when probabilities hardly move any more (Abraham & Dreyfus-Schmidt 2020)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early

__all__ = ["TotalVariation"]


@dataclass(frozen=True)
class TotalVariation(Described):
    """Enough when the mean total variation between successive probabilities is below ``bound`` for ``rounds`` rounds.

    The soft form of `contradiction_ratio`, on the stop set: it moves before classes change, and goes on where they
    have ceased to.

    Source: Abraham & Dreyfus-Schmidt 2020, "Rebuilding trust in active learning with actionable metrics".
    """

    bound: float = 0.02
    rounds: int = 3
    name: ClassVar[str] = "total_variation"
    source: ClassVar[str] = "Abraham & Dreyfus-Schmidt 2020"

    def __post_init__(self) -> None:
        if not 0 < self.bound < 1 or self.rounds < 1:
            raise InputError(f"total_variation needs 0 < bound < 1 and rounds >= 1; found {self.bound}, {self.rounds}.")

    def check(self, history: History) -> Advice:
        values = known(history, "total_variation")
        if len(values) < self.rounds:
            what = "How far the probabilities moved"
            return too_early(self.name, what, len(values), self.rounds, self.bound)
        most = max(values[-self.rounds :])
        stop = most < self.bound
        sentence = (
            f"Probabilities moved by {values[-1]:.2%} in the last round and by {most:.2%} at most in the last "
            f"{self.rounds} (mean total variation, bound {self.bound:.2%})"
            f"{': there is little more to gain' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, most, self.bound)
