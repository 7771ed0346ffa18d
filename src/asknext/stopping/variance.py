"""Stop when the confidences of what is asked grow alike (Ghayoomi 2010)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

import numpy as np

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early

__all__ = ["Variance"]


@dataclass(frozen=True)
class Variance(Described):
    """Enough when the variance of the confidences of the batch fell by more than ``fall`` in each of ``rounds`` rounds.

    With ``fall`` = 0 it is the paper's variance model, above 0 the extended one; .5 there is on the scale of the paper,
    .001 on that of probabilities. Small batches make the variance a matter of luck.

    Source: Ghayoomi 2010, "Using variance as a stopping criterion for active learning of frame assignment".
    """

    rounds: int = 2
    fall: float = 0.001
    name: ClassVar[str] = "variance"
    source: ClassVar[str] = "Ghayoomi 2010"

    def __post_init__(self) -> None:
        if self.rounds < 1 or self.fall < 0:
            raise InputError(f"variance needs rounds >= 1 and fall >= 0; found {self.rounds} and {self.fall}.")

    def check(self, history: History) -> Advice:
        values = [float(np.var(each)) for each in known(history, "batch_confidence") if len(each) > 1]
        if len(values) <= self.rounds:
            return too_early(self.name, "The variance of a batch", len(values), self.rounds + 1, self.fall)
        falls = [before - after for before, after in pairwise(values[-self.rounds - 1 :])]
        stop = min(falls) > self.fall
        sentence = (
            f"The variance of the confidences of the batch is {values[-1]:.4f}; in {self.rounds} rounds it fell by "
            f"{min(falls):+.4f} at least (bound {self.fall:g}){': enough' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, min(falls), self.fall)
