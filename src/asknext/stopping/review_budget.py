"""Stop screening after a knee, once as much was read as a random search would take (Cormack & Grossman 2016)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.knee import slope_ratio
from asknext.stopping.shares import check_shares

__all__ = ["ReviewBudget"]


@dataclass(frozen=True)
class ReviewBudget(Described):
    """Enough after a knee of ``ratio`` and ``finds`` * n / relevant items, or after ``share`` of all n items.

    By then a random search would have found ``finds`` relevant items, as many as the rule `target` asks for, without
    the labels that its control items cost. The knee is looked for after each ``batch`` items, as in `knee`.

    Source: Cormack & Grossman 2016, "Engineering quality and reliability in technology-assisted review".
    """

    finds: int = 10
    ratio: float = 6.0
    share: float = 0.75
    batch: int = 10
    name: ClassVar[str] = "review_budget"
    source: ClassVar[str] = "Cormack & Grossman 2016"

    def __post_init__(self) -> None:
        check_shares(self.name, share=self.share)
        if self.finds < 1 or self.ratio <= 0 or self.batch < 1:
            raise InputError(
                f"review_budget needs finds and a batch of at least 1 and a ratio above 0; found {self.finds}, "
                f"{self.batch} and {self.ratio}."
            )

    def check(self, history: History) -> Advice:
        last = history[-1] if history else None
        if last is None or last.relevance is None or last.remaining is None or len(last.relevance) <= self.batch:
            return Advice(self.name, None, "Too little has been screened to see a knee.")
        seen, found = len(last.relevance), int(np.count_nonzero(last.relevance))
        n = seen + last.remaining
        most = self.share * n
        enough = min(most, self.finds * n / found) if found else most
        bent = slope_ratio(last.relevance, self.batch) >= self.ratio
        stop = (bent and seen >= enough) or seen >= most
        sentence = (
            f"{seen:,} of {n:,} items are screened; {enough:,.0f} are enough once finds have become "
            f"{self.ratio:g} times rarer, which they have{'' if bent else ' not'}."
        )
        return Advice(self.name, stop, sentence, float(seen), enough)
