"""Stop screening when finds have become much rarer than they were (Cormack & Grossman 2016)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History

__all__ = ["Knee", "slope_ratio"]

_MANY = 150


@dataclass(frozen=True)
class Knee(Described):
    """Enough when the curve of finds bends: the steepest ratio of slopes is at least 156 - min(finds, 150).

    The slope before a place in the order over that after it, the highest over the places after each ``batch`` items;
    with many finds a ratio of 6 will do, with few it must be large. A rule of thumb without a guarantee; with a batch
    of 1 the first item decides too much. At least ``at_least`` items are screened.

    Source: Cormack & Grossman 2016, "Engineering quality and reliability in technology-assisted review".
    """

    batch: int = 10
    at_least: int = 0
    name: ClassVar[str] = "knee"
    source: ClassVar[str] = "Cormack & Grossman 2016"

    def __post_init__(self) -> None:
        if self.at_least < 0 or self.batch < 1:
            raise InputError(
                f"knee needs at_least of 0 or more and a batch of 1 or more; found {self.at_least} and {self.batch}."
            )

    def check(self, history: History) -> Advice:
        relevance = history[-1].relevance if history else None
        if relevance is None or len(relevance) <= self.batch:
            return Advice(self.name, None, "Too little has been screened to see a knee.")
        finds = int(np.count_nonzero(relevance))
        ratio, bound = slope_ratio(relevance, self.batch), float(6 + _MANY - min(finds, _MANY))
        stop = ratio >= bound and len(relevance) >= self.at_least
        sentence = (
            f"Finds were up to {ratio:.1f} times as frequent before as they are now (with {finds} finds {bound:.0f} "
            f"times {'are enough to stop' if stop else 'would be a knee'})."
        )
        return Advice(self.name, stop, sentence, ratio, bound)


def slope_ratio(relevance: npt.NDArray[Any], batch: int = 1) -> float:
    """The highest ``(r_i / i) / ((1 + r - r_i) / (m - i))`` over i = batch, 2 batch, ... < m; ``relevance`` (m,)."""
    finds = np.cumsum(np.asarray(relevance, dtype=np.float64))
    place = np.arange(batch, len(finds), batch)
    before = finds[place - 1]
    after = (1.0 + finds[-1] - before) / (len(finds) - place)
    return float((before / place / after).max())
