"""`steering`: the order of a round bent towards the classes that the settings want more of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import UnknownName
from asknext.project.quality_config import BalanceConfig

__all__ = ["Steering", "steering"]

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Steering:
    """``places`` (m,) int64 of the old order in the new one; ``predicted`` (m,) the class of each place of the old."""

    places: Codes
    predicted: Codes
    names: Sequence[str]
    target: BalanceConfig

    def reasons(self, before: Sequence[str], rest: str) -> list[str]:
        """The reasons of as many first items of the new order; ``rest`` is that of items without one of their own."""
        return [self._reason(before, rest, int(place)) for place in self.places[: len(before)]]

    def _reason(self, before: Sequence[str], rest: str, place: int) -> str:
        reason, name = before[place] if place < len(before) else rest, self.names[int(self.predicted[place])]
        if name not in self.target.target:
            return reason
        return f"{reason} Predicted {name}, of which {self.target.target[name]:.0%} of what is asked shall be."


def steering(
    balance: BalanceConfig, names: Sequence[str], probabilities: npt.NDArray[np.float32] | None, order: Codes
) -> Steering | None:
    """How ``order`` (m,) of rows changes, or None where it stays as it is: no target, or no model yet.

    Parameters
    ----------
    names : of the classes, in the order of the columns of ``probabilities`` (n, K).

    Raises
    ------
    UnknownName : the target names a class that there is not.
    """
    for name in balance.target:
        if name not in names:
            raise UnknownName("class", name, names, where="balance: target of asknext.yaml")
    if not balance.target or balance.strength == 0 or probabilities is None or len(order) == 0:
        return None
    from asknext.quality.steering import steered

    predicted = probabilities.argmax(axis=1)[order]
    target = [balance.target.get(name, np.nan) for name in names]
    return Steering(steered(predicted, target, balance.strength), predicted, names, balance)
