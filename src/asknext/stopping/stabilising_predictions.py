"""Stop when successive models agree (Bloodgood & Vijay-Shanker 2009)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import ClassVar

from asknext.errors import InputError
from asknext.measures.agreement import cohen_kappa
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.same_shape import same_shape

__all__ = ["StabilisingPredictions"]


@dataclass(frozen=True)
class StabilisingPredictions(Described):
    """Enough when the mean of the last ``window`` Cohen's kappas between successive models is at least ``bound``.

    The models are compared on the stop set, a random sample of the pool (2,000 items in the paper). With two classes a
    kappa of at least T bounds the change of the F measure between the two models by 4 (1 - T) / T (Bloodgood &
    Grothendieck 2013): the sentence states it for the least of the kappas.

    Parameters
    ----------
    window : how many kappas; with ``pairwise`` how many models, all pairs of which are compared.
    bound : of kappa.
    pairwise : compare every two of the last ``window`` models rather than each with the one before.
    every : demand the bound of the least kappa rather than of their mean.

    Source: Bloodgood & Vijay-Shanker 2009, "A method for stopping active learning based on stabilizing predictions".
    """

    window: int = 3
    bound: float = 0.99
    pairwise: bool = False
    every: bool = False
    name: ClassVar[str] = "stabilising_predictions"
    source: ClassVar[str] = "Bloodgood & Vijay-Shanker 2009"

    def __post_init__(self) -> None:
        if self.window < 1 + self.pairwise or not 0 < self.bound <= 1:
            raise InputError(
                f"stabilising_predictions needs window >= {1 + self.pairwise} and 0 < bound <= 1; found {self.window} "
                f"and {self.bound}."
            )

    def check(self, history: History) -> Advice:
        need = self.window + (not self.pairwise)
        tables = [each.predictions for each in history if each.predictions is not None][-need:]
        if len(tables) < need:
            missing = need - len(tables)
            return Advice(
                self.name, None, f"Too early to compare models: {missing} more rounds are needed.", None, self.bound
            )
        shaped = same_shape(tables)
        pairs = combinations(shaped, 2) if self.pairwise else pairwise(shaped)
        kappas = [cohen_kappa(before, after) for before, after in pairs]
        value = min(kappas) if self.every else sum(kappas) / len(kappas)
        two = all(table.ndim == 1 and table.max(initial=0) <= 1 for table in tables)
        sentence = self._sentence(value, len(tables[-1]), min(kappas) if two else None)
        return Advice(self.name, value >= self.bound, sentence, value, self.bound)

    def _sentence(self, kappa: float, n: int, least: float | None) -> str:
        last = f"last {self.window} {'models' if self.pairwise else 'rounds'}"
        which = f"{'least' if self.every else 'mean'} kappa of the {last}"
        how = f"{which} {kappa:.4f} on {n:,} items, bound {self.bound:g}"
        if kappa >= self.bound and least is not None and least > 0:
            change = 4 * (1 - least) / least
            return f"Successive models agree ({how}): F can have changed by {change:.3f} a round at most."
        if kappa >= self.bound:
            return f"Successive models agree ({how}): more labels hardly change what is predicted."
        return f"Successive models still differ ({how}): labels still change what is predicted."
