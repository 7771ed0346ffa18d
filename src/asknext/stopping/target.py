"""Stop screening when all of a few hidden relevant items were found (Cormack & Grossman 2016)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History

__all__ = ["Target"]


@dataclass(frozen=True)
class Target(Described):
    """Enough when all of at least ``sample`` control items, relevant ones drawn at random before, are found.

    With 10 of them the recall is then at least 70 % with a confidence of 97 %, since .7 to the power of 10 is .028, and
    usually far more, so that it screens long; `qbcb` asks for what is wanted.

    Source: Cormack & Grossman 2016, "Engineering quality and reliability in technology-assisted review".
    """

    sample: int = 10
    name: ClassVar[str] = "target"
    source: ClassVar[str] = "Cormack & Grossman 2016"

    def __post_init__(self) -> None:
        if self.sample < 1:
            raise InputError(f"target needs a sample of at least 1; found {self.sample}.")

    def check(self, history: History) -> Advice:
        control = history[-1].control if history else None
        size = 0 if control is None else len(control)
        if control is None or size < self.sample:
            sentence = f"{size} control items were set aside, but {self.sample} are needed."
            return Advice(self.name, None, sentence, None, float(self.sample))
        found = int(np.count_nonzero(control))
        stop = found == size
        sentence = f"{found} of {size} control items are found{': enough' if stop else '; all must be'}."
        return Advice(self.name, stop, sentence, float(found), float(size))
