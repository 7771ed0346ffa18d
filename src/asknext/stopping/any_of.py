"""Stop when one of several rules says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.stopping.combination import Combination
from asknext.stopping.history import Advice, History

__all__ = ["AnyOf"]


@dataclass(frozen=True)
class AnyOf(Combination):
    """Enough when one of ``rules`` says so; not, when all say no; unknown, when one of the others cannot tell."""

    name: ClassVar[str] = "any_of"

    def check(self, history: History) -> Advice:
        said = self.asked(history)
        agreed = [each for each in said if each.stop]
        silent = any(each.stop is None for each in said)
        stop = True if agreed else None if silent else False
        told = agreed or said
        sentence = f"{told[0].sentence} By {len(agreed)} of {len(said)} rules it is enough; one will do."
        return Advice(self.name, stop, sentence, float(len(agreed)), 1.0)
