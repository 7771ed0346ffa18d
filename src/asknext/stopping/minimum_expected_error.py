"""Stop when the model expects hardly any error of itself (Zhu, Wang & Hovy 2008)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early

__all__ = ["MinimumExpectedError"]


@dataclass(frozen=True)
class MinimumExpectedError(Described):
    """Enough when the error that the model expects on the unlabelled items, the mean of 1 - max p, is below ``bound``.

    Only as good as the probabilities are calibrated; where labels are noisy no honest model gets there.

    Source: Zhu, Wang & Hovy 2008, "Learning a stopping criterion for active learning for word sense disambiguation and
    text classification" (minimum expected error strategy).
    """

    bound: float = 0.01
    name: ClassVar[str] = "minimum_expected_error"
    source: ClassVar[str] = "Zhu, Wang & Hovy 2008"

    def __post_init__(self) -> None:
        if not 0 < self.bound < 1:
            raise InputError(f"minimum_expected_error needs 0 < bound < 1; found {self.bound}.")

    def check(self, history: History) -> Advice:
        values = known(history, "pool_doubt")
        if not values:
            return too_early(self.name, "The error that the model expects", 0, 1, self.bound)
        stop = values[-1] < self.bound
        sentence = (
            f"The model expects to be wrong about {values[-1]:.1%} of the unlabelled items (bound {self.bound:.1%})"
            f"{', if its probabilities can be trusted: enough' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, values[-1], self.bound)
