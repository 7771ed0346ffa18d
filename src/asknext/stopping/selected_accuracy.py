"""Stop when the model was right about what it asked (Zhu, Wang & Hovy 2008)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from asknext.errors import InputError
from asknext.measures.intervals import wilson
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early

__all__ = ["SelectedAccuracy"]


@dataclass(frozen=True)
class SelectedAccuracy(Described):
    """Enough when the model had predicted at least ``bound`` of the answers of the last ``rounds`` batches together.

    What an uncertainty strategy asks is what the model finds hardest, so that of all other items it is right more
    often; with a strategy that asks easy items the rule fires too early. A batch is small: the sentence has the 95 %
    interval. The paper demands every answer, a bound of 1.

    Source: Zhu, Wang & Hovy 2008, "Learning a stopping criterion for active learning for word sense disambiguation and
    text classification" (SC-oracle-acc-MCS).
    """

    bound: float = 0.9
    rounds: int = 1
    name: ClassVar[str] = "selected_accuracy"
    source: ClassVar[str] = "Zhu, Wang & Hovy 2008"

    def __post_init__(self) -> None:
        if not 0 < self.bound <= 1 or self.rounds < 1:
            raise InputError(
                f"selected_accuracy needs 0 < bound <= 1 and rounds >= 1; found {self.bound} and {self.rounds}."
            )

    def check(self, history: History) -> Advice:
        batches = [each for each in known(history, "batch_right") if len(each)]
        if len(batches) < self.rounds:
            what = "What the model had predicted of the batch it asked"
            return too_early(self.name, what, len(batches), self.rounds, self.bound)
        right = np.concatenate(batches[-self.rounds :])
        share, (low, high) = float(right.mean()), wilson(float(right.sum()), len(right))
        stop = share >= self.bound - 1e-12
        sentence = (
            f"The model had predicted {share:.0%} of the last {len(right)} answers (95 % interval {low:.0%} to "
            f"{high:.0%}; bound {self.bound:.0%}){': it knows what it asks' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, share, self.bound)
