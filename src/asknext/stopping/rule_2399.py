"""Stop screening after 1.2 times the finds and 2,399 items (Cormack & Grossman 2014)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early

__all__ = ["Rule2399"]


@dataclass(frozen=True)
class Rule2399(Described):
    """Enough when the items screened are at least ``factor`` times the finds plus ``offset``.

    Fitted to particular collections of some 10^5 to 10^6 documents; on a small pool it never fires.

    Source: Cormack & Grossman 2014, "Evaluation of machine-learning protocols for technology-assisted review".
    """

    factor: float = 1.2
    offset: int = 2399
    name: ClassVar[str] = "rule_2399"
    source: ClassVar[str] = "Cormack & Grossman 2014"

    def __post_init__(self) -> None:
        if self.factor < 0 or self.offset < 0:
            raise InputError(f"rule_2399 needs factor and offset of at least 0; found {self.factor}, {self.offset}.")

    def check(self, history: History) -> Advice:
        tables = known(history, "relevance")
        if not tables:
            return too_early(self.name, "What is relevant", 0, 1)
        seen, finds = len(tables[-1]), int(np.count_nonzero(tables[-1]))
        bound = self.factor * finds + self.offset
        stop = seen >= bound
        sentence = (
            f"{seen:,} items are screened; with {finds:,} finds {bound:,.0f} are enough "
            f"({self.factor:g} times the finds and {self.offset:,}){': it is enough' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, float(seen), bound)
