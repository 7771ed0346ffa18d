"""Stop when the model is sure of the pool as a whole (Zhu, Wang & Hovy 2008)."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import ClassVar

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import too_early

__all__ = ["OverallUncertainty"]


@dataclass(frozen=True)
class OverallUncertainty(Described):
    """Enough when the mean entropy of the unlabelled items is below ``bound``.

    Parameters
    ----------
    bound : in nats.
    normalised : divide by the most there can be, the logarithm of the number of classes; then .05 is usual.

    Source: Zhu, Wang & Hovy 2008, "Multi-criteria-based strategy to stop active learning for data annotation".
    """

    bound: float = 0.01
    normalised: bool = False
    name: ClassVar[str] = "overall_uncertainty"
    source: ClassVar[str] = "Zhu, Wang & Hovy 2008"

    def __post_init__(self) -> None:
        if not self.bound > 0:
            raise InputError(f"overall_uncertainty needs a bound above 0; found {self.bound}.")

    def check(self, history: History) -> Advice:
        rounds = [each for each in history if each.pool_entropy is not None]
        if not rounds or (self.normalised and (rounds[-1].classes or 0) < 2):
            return too_early(self.name, "How unsure the model is of the pool", 0, 1, self.bound)
        value = float(rounds[-1].pool_entropy or 0.0) / (log(rounds[-1].classes or 2) if self.normalised else 1.0)
        unit = "of the most there can be" if self.normalised else "nats"
        stop = value < self.bound
        sentence = (
            f"The mean entropy of the unlabelled items is {value:.4f} {unit} (bound {self.bound:g}): the model is "
            f"{'sure of them' if stop else 'not yet sure of them'}."
        )
        return Advice(self.name, stop, sentence, value, self.bound)
