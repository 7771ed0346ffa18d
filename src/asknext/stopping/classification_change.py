"""Stop when no unlabelled item is predicted otherwise than before (Zhu, Wang & Hovy 2008)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early

__all__ = ["ClassificationChange"]


@dataclass(frozen=True)
class ClassificationChange(Described):
    """Enough when the share of unlabelled items predicted otherwise than in the round before is at most ``bound``.

    Source: Zhu, Wang & Hovy 2008, "Multi-criteria-based strategy to stop active learning for data annotation".
    """

    bound: float = 0.0
    rounds: int = 1
    name: ClassVar[str] = "classification_change"
    source: ClassVar[str] = "Zhu, Wang & Hovy 2008"

    def __post_init__(self) -> None:
        if not 0 <= self.bound < 1 or self.rounds < 1:
            raise InputError(
                f"classification_change needs 0 <= bound < 1 and rounds >= 1; found {self.bound} and {self.rounds}."
            )

    def check(self, history: History) -> Advice:
        values = known(history, "pool_changed")
        if len(values) < self.rounds:
            return too_early(self.name, "What changed in the predictions", len(values), self.rounds, self.bound)
        most = max(values[-self.rounds :])
        stop = most <= self.bound
        when = "the last round" if self.rounds == 1 else f"one of the last {self.rounds} rounds"
        sentence = (
            f"{most:.2%} of the unlabelled items changed their class in {when} (bound {self.bound:.2%})"
            f"{': labels change nothing any more' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, most, self.bound)
