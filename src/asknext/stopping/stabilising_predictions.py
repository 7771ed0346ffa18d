"""Stop when successive models agree (Bloodgood & Vijay-Shanker 2009)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, ClassVar

from asknext.errors import InputError
from asknext.measures.agreement import cohen_kappa
from asknext.stopping.history import Advice, History

__all__ = ["StabilisingPredictions"]


@dataclass(frozen=True)
class StabilisingPredictions:
    """Enough when the mean of the last ``window`` Cohen's kappas between successive models is at least ``bound``.

    The models are compared on the stop set, a random sample of the pool (2,000 items in the paper). A kappa of at
    least T bounds the change of the F measure between two models by 4 (1 - T) / T (Bloodgood & Grothendieck 2013),
    which the sentence states.

    Source: Bloodgood & Vijay-Shanker 2009, "A method for stopping active learning based on stabilizing predictions".
    """

    window: int = 3
    bound: float = 0.99
    name: ClassVar[str] = "stabilising_predictions"
    source: ClassVar[str] = "Bloodgood & Vijay-Shanker 2009"

    def __post_init__(self) -> None:
        if self.window < 1 or not 0 < self.bound <= 1:
            raise InputError(
                f"stabilising_predictions needs window >= 1 and 0 < bound <= 1; found {self.window} and {self.bound}."
            )

    def check(self, history: History) -> Advice:
        tables = [each.predictions for each in history if each.predictions is not None][-self.window - 1 :]
        if len(tables) <= self.window:
            missing = self.window + 1 - len(tables)
            return Advice(
                self.name, None, f"Too early to compare models: {missing} more rounds are needed.", None, self.bound
            )
        kappas = [cohen_kappa(before, after) for before, after in pairwise(_same_shape(tables))]
        mean = sum(kappas) / len(kappas)
        return Advice(self.name, mean >= self.bound, self._sentence(mean, len(tables[-1])), mean, self.bound)

    def describe(self) -> dict[str, Any]:
        return {"name": self.name, **asdict(self)}

    def _sentence(self, mean: float, n: int) -> str:
        how = f"mean kappa of the last {self.window} rounds {mean:.4f} on {n:,} items, bound {self.bound:g}"
        if mean >= self.bound:
            change = 4 * (1 - mean) / mean
            return f"Successive models agree ({how}): F can have changed by {change:.3f} a round at most."
        return f"Successive models still differ ({how}): labels still change what is predicted."


def _same_shape(tables: list[Any]) -> list[Any]:
    """A label that came up later was predicted for nobody before."""
    import numpy as np

    if tables[-1].ndim == 1:
        return tables
    width = max(table.shape[1] for table in tables)
    return [np.pad(table, ((0, 0), (0, width - table.shape[1]))) for table in tables]
