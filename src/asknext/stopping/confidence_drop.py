"""Stop when confidence drops (Vlachos 2008), in both readings."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

import numpy as np

from asknext.errors import InputError, UnknownName
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History, Round
from asknext.stopping.known import too_early

__all__ = ["ConfidenceDrop"]

_OF = ("stop_set", "wrong_batch")


@dataclass(frozen=True)
class ConfidenceDrop(Described):
    """Enough when a confidence has dropped in each of the last ``rounds`` rounds.

    Parameters
    ----------
    of : "stop_set": the mean confidence on the stop set, which rises, peaks and then drops (the paper's reading).
        "wrong_batch": the confidence spent on wrong predictions in the batch, its sum over the batch's size; then a
        drop says that the answers hold less contradictory information.
    fall : by more than this each round.

    Source: Vlachos 2008, "A stopping criterion for active learning"; the second reading follows the replication by
    Pullar-Strecker et al. 2022.
    """

    of: str = "stop_set"
    rounds: int = 3
    fall: float = 0.0
    name: ClassVar[str] = "confidence_drop"
    source: ClassVar[str] = "Vlachos 2008; Pullar-Strecker et al. 2022"

    def __post_init__(self) -> None:
        if self.of not in _OF:
            raise UnknownName("confidence in confidence_drop's of=", self.of, _OF)
        if self.rounds < 1 or self.fall < 0:
            raise InputError(f"confidence_drop needs rounds >= 1 and fall >= 0; found {self.rounds} and {self.fall}.")

    def check(self, history: History) -> Advice:
        values = [value for each in history if (value := self._confidence(each)) is not None]
        if len(values) <= self.rounds:
            return too_early(self.name, "The confidence", len(values), self.rounds + 1, self.fall)
        falls = [before - after for before, after in pairwise(values[-self.rounds - 1 :])]
        stop = min(falls) > self.fall
        where = "on the stop set" if self.of == "stop_set" else "in wrong predictions of the batch"
        sentence = (
            f"The mean confidence {where} is {values[-1]:.3f}, {falls[-1]:.3f} less than a round before; it has "
            f"{'' if stop else 'not '}dropped in each of the last {self.rounds} rounds."
        )
        return Advice(self.name, stop, sentence, min(falls), self.fall)

    def _confidence(self, finished: Round) -> float | None:
        if self.of == "stop_set":
            return finished.stop_confidence
        sure, right = finished.batch_confidence, finished.batch_right
        if sure is None or right is None or len(right) == 0 or len(sure) != len(right):
            return None
        return float(np.mean(np.asarray(sure) * (1 - np.asarray(right))))
