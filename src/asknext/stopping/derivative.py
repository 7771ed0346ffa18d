"""Stop at a zero or minimum of the derivative of another rule's number (Pullar-Strecker et al. 2022)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.measures.agreement import cohen_kappa
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early
from asknext.stopping.same_shape import same_shape
from asknext.stopping.tv_derivative import tv_derivative

__all__ = ["Derivative"]

_OF = ("overall_uncertainty", "performance_convergence", "stabilising_predictions")
_AT = ("minimum", "zero")


@dataclass(frozen=True)
class Derivative(Described):
    """Enough when the derivative of another rule's number crosses zero, or has had its minimum.

    Parameters
    ----------
    of : "overall_uncertainty" (mean entropy), "performance_convergence" (expected F) or "stabilising_predictions"
        (kappa of successive models).
    order : 1 or 2, the first or second derivative.
    at : "zero": it is at zero, or on the other side of it than at first. "minimum": it was lowest at least ``rounds``
        rounds ago.
    alpha : of the total-variation regularisation; the larger, the fewer jumps.

    Source: Pullar-Strecker et al. 2022, "Hitting the target: stopping active learning at the cost-based optimum".
    """

    of: str = "stabilising_predictions"
    order: int = 1
    at: str = "minimum"
    rounds: int = 5
    alpha: float = 0.1
    name: ClassVar[str] = "derivative"
    source: ClassVar[str] = "Pullar-Strecker et al. 2022"

    def __post_init__(self) -> None:
        if self.of not in _OF:
            raise UnknownName("rule in derivative's of=", self.of, _OF)
        if self.at not in _AT:
            raise UnknownName("place in derivative's at=", self.at, _AT)
        if self.order not in (1, 2) or self.rounds < 1 or not self.alpha > 0:
            raise InputError(
                f"derivative needs order 1 or 2, rounds >= 1 and alpha > 0; found {self.order}, {self.rounds} and "
                f"{self.alpha}."
            )

    def check(self, history: History) -> Advice:
        values, need = self._numbers(history), self.rounds + self.order + 1
        if len(values) < need:
            return too_early(self.name, f"The number of {self.of}", len(values), need)
        slope = tv_derivative(values, self.alpha)
        slope = np.diff(slope) if self.order == 2 else slope
        stop = self._there(slope)
        kind = "first" if self.order == 1 else "second"
        where = "crossed zero" if self.at == "zero" else f"been lowest {self.rounds} rounds ago or before"
        sentence = (
            f"The {kind} derivative of the number of {self.of} is {slope[-1]:+.5f} a round; it has "
            f"{'' if stop else 'not '}{where}."
        )
        return Advice(self.name, stop, sentence, float(slope[-1]), 0.0 if self.at == "zero" else float(slope.min()))

    def _numbers(self, history: History) -> list[float]:
        if self.of == "stabilising_predictions":
            return [cohen_kappa(*pair) for pair in pairwise(same_shape(known(history, "predictions")))]
        return known(history, "pool_entropy" if self.of == "overall_uncertainty" else "pool_f")

    def _there(self, slope: npt.NDArray[np.float64]) -> bool:
        if self.at == "minimum":
            return int(slope.argmin()) < len(slope) - self.rounds
        return bool(slope[0] * slope[-1] <= 0)
