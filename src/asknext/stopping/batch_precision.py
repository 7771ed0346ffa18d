"""Stop screening when the last items held hardly any relevant one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early

__all__ = ["BatchPrecision"]


@dataclass(frozen=True)
class BatchPrecision(Described):
    """Enough when each of the last ``slack`` batches of ``batch`` items held at most ``finds`` relevant ones.

    Common in practice and without any promise: a model that has lost its way finds nothing, either.

    Source: practice in electronic discovery; the defaults are those of the tool tarexp (Yang & Lewis 2022).
    """

    batch: int = 200
    finds: int = 5
    slack: int = 1
    name: ClassVar[str] = "batch_precision"
    source: ClassVar[str] = "practice; defaults of Yang & Lewis 2022"

    def __post_init__(self) -> None:
        if self.batch < 1 or self.finds < 0 or self.slack < 1:
            raise InputError(
                f"batch_precision needs batch >= 1, finds >= 0 and slack >= 1; found {self.batch}, {self.finds} and "
                f"{self.slack}."
            )

    def check(self, history: History) -> Advice:
        tables, bound = known(history, "relevance"), self.finds / self.batch
        if not tables:
            return too_early(self.name, "What is relevant", 0, 1, bound)
        relevance, need = np.asarray(tables[-1], dtype=bool), self.batch * self.slack
        if len(relevance) < need:
            sentence = f"Too early to tell: {len(relevance):,} items are screened; {need:,} are needed."
            return Advice(self.name, None, sentence, None, bound)
        most = int(relevance[-need:].reshape(self.slack, self.batch).sum(axis=1).max())
        stop = most <= self.finds
        which = f"The last {self.batch} items" if self.slack == 1 else f"One of the last {self.slack} batches"
        sentence = (
            f"{which} held {most} relevant ones (bound {self.finds} of {self.batch}){': enough' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, most / self.batch, bound)
