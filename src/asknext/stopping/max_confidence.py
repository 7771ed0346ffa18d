"""Stop when the model was sure of what it asked (Zhu & Hovy 2007)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early

__all__ = ["MaxConfidence"]


@dataclass(frozen=True)
class MaxConfidence(Described):
    """Enough when the surest item of the last batch had an entropy below ``bound`` nats before it was labelled.

    The paper asks for one item at a time, for which this is the item itself. On noisy labels it hardly ever fires: a
    model that has learned the noise is never that sure.

    Source: Zhu & Hovy 2007, "Active learning for word sense disambiguation with methods for addressing the class
    imbalance problem".
    """

    bound: float = 0.001
    name: ClassVar[str] = "max_confidence"
    source: ClassVar[str] = "Zhu & Hovy 2007"

    def __post_init__(self) -> None:
        if not self.bound > 0:
            raise InputError(f"max_confidence needs a bound above 0; found {self.bound}.")

    def check(self, history: History) -> Advice:
        batches = [each for each in known(history, "batch_entropy") if len(each)]
        if not batches:
            return too_early(self.name, "What the model thought of the batch it asked", 0, 1, self.bound)
        least = float(min(batches[-1]))
        stop = least < self.bound
        sentence = (
            f"The surest of the last {len(batches[-1])} items asked had an entropy of {least:.4f} nats (bound "
            f"{self.bound:g}): the model {'knew what it asked' if stop else 'still asks what it does not know'}."
        )
        return Advice(self.name, stop, sentence, least, self.bound)
