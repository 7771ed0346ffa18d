"""Stop when labels bring no new support vector (Schohn & Cohn 2000)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early

__all__ = ["SupportVectors"]


@dataclass(frozen=True)
class SupportVectors(Described):
    """Enough when the number of support vectors has not changed for ``rounds`` rounds; for support vector machines.

    Then what was asked lies outside the margin, so that labels no longer move the boundary.

    Source: Schohn & Cohn 2000, "Less is more: active learning with support vector machines".
    """

    rounds: int = 2
    name: ClassVar[str] = "support_vectors"
    source: ClassVar[str] = "Schohn & Cohn 2000"
    looks_at: ClassVar[frozenset[str]] = frozenset({"support_vectors"})

    def __post_init__(self) -> None:
        if self.rounds < 1:
            raise InputError(f"support_vectors needs rounds >= 1; found {self.rounds}.")

    def check(self, history: History) -> Advice:
        counts = known(history, "support_vectors")
        if not counts:
            sentence = "The number of support vectors is not known: the rule is for support vector machines."
            return Advice(self.name, None, sentence, None, 0.0)
        if len(counts) <= self.rounds:
            return too_early(self.name, "The number of support vectors", len(counts), self.rounds + 1, 0.0)
        recent = counts[-self.rounds - 1 :]
        change = float(max(recent) - min(recent))
        sentence = (
            f"There are {counts[-1]:,} support vectors; in the last {self.rounds} rounds their number changed by up to "
            f"{change:g}{': labels no longer move the boundary' if change == 0 else ''}."
        )
        return Advice(self.name, change == 0, sentence, change, 0.0)
