"""Stop after so many rounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History

__all__ = ["MaxRounds"]


@dataclass(frozen=True)
class MaxRounds(Described):
    """Enough after ``rounds`` rounds, counted by their different numbers of labels. Certain."""

    rounds: int = 100
    name: ClassVar[str] = "max_rounds"
    source: ClassVar[str] = "what the user has time for"

    def __post_init__(self) -> None:
        if self.rounds < 1:
            raise InputError(f"max_rounds needs rounds >= 1; found {self.rounds}.")

    def check(self, history: History) -> Advice:
        done = len({each.labels for each in history})
        stop = done >= self.rounds
        sentence = f"{done:,} of {self.rounds:,} rounds are finished{': no more are wanted' if stop else ''}."
        return Advice(self.name, stop, sentence, float(done), float(self.rounds))
