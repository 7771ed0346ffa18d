"""Stop when a score has not been beaten for some rounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import scored, too_early
from asknext.stopping.metric_direction import rises

__all__ = ["Patience"]


@dataclass(frozen=True)
class Patience(Described):
    """Enough when ``metric`` has not been better by more than ``least`` than its best for ``rounds`` rounds.

    The best of many noisy scores is partly luck, so that patience alone says little with a small test set.
    """

    metric: str = "accuracy"
    rounds: int = 5
    least: float = 0.0
    name: ClassVar[str] = "patience"
    source: ClassVar[str] = "early stopping"

    def __post_init__(self) -> None:
        if self.rounds < 1 or self.least < 0:
            raise InputError(f"patience needs rounds >= 1 and least >= 0; found {self.rounds} and {self.least}.")

    def check(self, history: History) -> Advice:
        points = scored(history, self.metric)
        if len(points) < 2:
            return too_early(self.name, f"The {self.metric}", len(points), 2, float(self.rounds))
        sign, best, since = (1.0 if rises(self.metric) else -1.0), points[0], 0
        for point in points[1:]:
            better = sign * (point[1] - best[1]) > self.least
            best, since = (point, 0) if better else (best, since + 1)
        stop = since >= self.rounds
        sentence = (
            f"The best {self.metric}, {best[1]:.3f} at {best[0]:,} labels, has stood for {since} rounds "
            f"(bound {self.rounds}){': enough' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, float(since), float(self.rounds))
