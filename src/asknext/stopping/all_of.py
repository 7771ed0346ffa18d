"""Stop when every one of several rules says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.stopping.combination import Combination
from asknext.stopping.history import Advice, History

__all__ = ["AllOf"]


@dataclass(frozen=True)
class AllOf(Combination):
    """Enough when all of ``rules`` say so; not, when one says no; unknown, when one of the others cannot tell."""

    name: ClassVar[str] = "all_of"

    def check(self, history: History) -> Advice:
        said = self.asked(history)
        agreed = [each for each in said if each.stop]
        against = next((each for each in said if each.stop is False), None)
        silent = next((each for each in said if each.stop is None), None)
        told, stop = against or silent, (False if against else None if silent else True)
        sentence = f"{len(agreed)} of {len(said)} rules say that it is enough"
        sentence += f". {told.sentence}" if told else f": {' '.join(each.sentence for each in said)}"
        return Advice(self.name, stop, sentence, float(len(agreed)), float(len(said)))
