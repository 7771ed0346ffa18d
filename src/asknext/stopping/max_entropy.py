"""Stop when the model is sure of every item that is left (Zhu, Wang & Hovy 2008)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early

__all__ = ["MaxEntropy"]


@dataclass(frozen=True)
class MaxEntropy(Described):
    """Enough when no unlabelled item has an entropy above ``bound`` nats.

    One item that cannot be known keeps it from ever firing, so it is for clean labels alone.

    Source: Zhu, Wang & Hovy 2008, "Learning a stopping criterion for active learning for word sense disambiguation and
    text classification" (SC-entropy-MCS).
    """

    bound: float = 0.01
    name: ClassVar[str] = "max_entropy"
    source: ClassVar[str] = "Zhu, Wang & Hovy 2008"

    def __post_init__(self) -> None:
        if not self.bound > 0:
            raise InputError(f"max_entropy needs a bound above 0; found {self.bound}.")

    def check(self, history: History) -> Advice:
        values = known(history, "pool_most_entropy")
        if not values:
            return too_early(self.name, "How unsure the model is of the pool", 0, 1, self.bound)
        stop = values[-1] <= self.bound
        sentence = (
            f"The most uncertain item left has an entropy of {values[-1]:.3f} nats (bound {self.bound:g}): "
            f"{'the model is sure of all' if stop else 'there are items that the model does not know'}."
        )
        return Advice(self.name, stop, sentence, values[-1], self.bound)
