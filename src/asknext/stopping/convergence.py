"""Whether a rising number has levelled off, by the mean or median over a window (Laws & Schuetze 2008)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from asknext.errors import InputError
from asknext.stopping.described import Described

__all__ = ["Convergence"]


@dataclass(frozen=True)
class Convergence(Described):
    """The rung of the two rules: ``window`` rounds, and the ``bound`` on what is gained in one of them."""

    window: int = 10
    bound: float = 0.01
    name: ClassVar[str] = ""

    def __post_init__(self) -> None:
        if self.window < 1 or not self.bound > 0:
            raise InputError(f"{self.name} needs window >= 1 and bound > 0; found {self.window} and {self.bound}.")

    def judged(self, values: Sequence[float], average: Callable[[Sequence[float]], Any]) -> tuple[bool, bool, float]:
        """Whether more than ``window`` values have levelled off, whether the last is their highest, and the gradient.

        The gradient is what ``average`` over the last ``window`` values gained over that over the window before.
        """
        gained = float(average(values[-self.window :])) - float(average(values[-self.window - 1 : -1]))
        highest = values[-1] >= max(values)
        return highest and 0 < gained < self.bound, highest, gained
