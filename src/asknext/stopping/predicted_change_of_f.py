"""Stop when the F measure can hardly have changed (Altschuler & Bloodgood 2019)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early

__all__ = ["PredictedChangeOfF", "predicted_change"]


@dataclass(frozen=True)
class PredictedChangeOfF(Described):
    """Enough when the predicted change of F between successive models is below ``bound`` for ``rounds`` rounds.

    The change is 1 - F of the one model's predictions on the stop set taken as the truth for the other. For two
    classes, ``positive`` being the number of the one looked for; of several labels an item every label counts as a
    decision.

    Source: Altschuler & Bloodgood 2019, "Stopping active learning based on predicted change of F measure for text
    classification".
    """

    bound: float = 0.05
    rounds: int = 3
    positive: int = 1
    name: ClassVar[str] = "predicted_change_of_f"
    source: ClassVar[str] = "Altschuler & Bloodgood 2019"

    def __post_init__(self) -> None:
        if not 0 < self.bound < 1 or self.rounds < 1 or self.positive not in (0, 1):
            raise InputError(
                f"predicted_change_of_f needs 0 < bound < 1, rounds >= 1 and positive 0 or 1; found {self.bound}, "
                f"{self.rounds} and {self.positive}."
            )

    def check(self, history: History) -> Advice:
        tables = known(history, "predictions")
        if any(table.ndim == 1 and table.size and table.max() > 1 for table in tables):
            sentence = "F of one class is for two classes, and here are more: the rule does not apply."
            return Advice(self.name, None, sentence, None, self.bound)
        if len(tables) <= self.rounds:
            return too_early(self.name, "What the model predicts", len(tables), self.rounds + 1, self.bound)
        recent = tables[-self.rounds - 1 :]
        changes = [predicted_change(before, after, self.positive) for before, after in pairwise(recent)]
        stop = max(changes) < self.bound
        sentence = (
            f"F is predicted to have changed by {changes[-1]:.3f} in the last round and by {max(changes):.3f} at most "
            f"in the last {self.rounds} (bound {self.bound:g}){': it has settled' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, max(changes), self.bound)


def predicted_change(before: npt.NDArray[Any], after: npt.NDArray[Any], positive: int = 1) -> float:
    """1 - 2a / (2a + b + c): a positive in both, b and c in one of them; 0 where none is positive in either."""
    width = 0 if before.ndim == 1 else min(before.shape[1], after.shape[1])
    one, other = (table[:, :width] if width else table for table in (before, after))
    first, second = one == positive, other == positive
    both, once = np.count_nonzero(first & second), np.count_nonzero(first ^ second)
    return float(once / (2 * both + once)) if both + once else 0.0
