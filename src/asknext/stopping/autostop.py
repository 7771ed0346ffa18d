"""Stop screening by an estimate of all relevant items from those drawn at random (Li & Kanoulas 2020)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.shares import check_shares

__all__ = ["AutoStop", "horvitz_thompson"]


@dataclass(frozen=True)
class AutoStop(Described):
    """Enough when the finds are ``recall`` of the estimated number of relevant items plus ``z`` standard deviations.

    The estimate is Horvitz & Thompson's: each find counts for as many as it had a chance of not being looked at, so
    that it is unbiased whatever the model, but only where each item had a known chance: `Round.inclusion`, of items
    drawn with chances rather than taken from the top of an order.

    Source: Li & Kanoulas 2020, "When to stop reviewing in technology-assisted reviews".
    """

    recall: float = 0.95
    z: float = 0.0
    name: ClassVar[str] = "autostop"
    source: ClassVar[str] = "Li & Kanoulas 2020"

    def __post_init__(self) -> None:
        check_shares(self.name, recall=self.recall)
        if not 0 <= self.z < np.inf:
            raise InputError(f"autostop needs z of at least 0; found {self.z}.")

    def check(self, history: History) -> Advice:
        last = history[-1] if history else None
        if last is None or last.relevance is None or last.inclusion is None or not np.any(last.relevance):
            sentence = (
                "With what probability each labelled item was drawn is not known, or none of them is relevant: the "
                "number of relevant items cannot be estimated."
            )
            return Advice(self.name, None, sentence, None, self.recall)
        found = int(np.count_nonzero(last.relevance))
        total, deviation = horvitz_thompson(last.relevance, last.inclusion)
        reached = found / max(total + self.z * deviation, found)
        stop = reached >= self.recall
        sentence = (
            f"{found:,} relevant items are found of an estimated {total:,.1f} (standard deviation {deviation:.1f}), "
            f"{reached:.1%} of them{f' and {self.z:g} deviations' if self.z else ''} (bound {self.recall:.0%})"
            f"{': enough' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, reached, self.recall)


def horvitz_thompson(relevance: npt.NDArray[Any], inclusion: npt.NDArray[Any]) -> tuple[float, float]:
    """Estimated number of relevant items and its standard deviation, from those drawn with probability ``inclusion``.

    The deviation takes the draws to be independent of each other, which for draws with replacement is a little more
    than the true one.
    """
    chance = np.asarray(inclusion, dtype=np.float64)[np.asarray(relevance, dtype=bool)]
    return float((1 / chance).sum()), float(np.sqrt(((1 - chance) / chance**2).sum()))
