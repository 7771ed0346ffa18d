"""Stop when what is asked has stopped growing harder for the first model (Pullar-Strecker et al. 2022)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early
from asknext.stopping.tv_derivative import tv_derivative

__all__ = ["Goal"]


@dataclass(frozen=True)
class Goal(Described):
    """Enough when the first model's accuracy on all answers so far, once it has fallen, neither falls nor slows.

    An uncertainty strategy asks first what is hard for the first model, too, so that its accuracy on the answers
    falls; once all of that is asked it rises again. The first and second derivative, regularised by total variation
    with ``alpha``, have to be at least 0 after the first has been below.

    Source: Pullar-Strecker et al. 2022, "Hitting the target: stopping active learning at the cost-based optimum".
    """

    alpha: float = 0.1
    name: ClassVar[str] = "goal"
    source: ClassVar[str] = "Pullar-Strecker et al. 2022"
    looks_at: ClassVar[frozenset[str]] = frozenset({"batch_right_first"})

    def __post_init__(self) -> None:
        if not self.alpha > 0:
            raise InputError(f"goal needs alpha above 0; found {self.alpha}.")

    def check(self, history: History) -> Advice:
        batches = [each for each in known(history, "batch_right_first") if len(each)]
        if len(batches) < 3:
            what = "What the first model had predicted of the batch"
            return too_early(self.name, what, len(batches), 3, 0.0)
        accuracy = np.cumsum([each.sum() for each in batches]) / np.cumsum([len(each) for each in batches])
        slope = tv_derivative(accuracy.tolist(), self.alpha)
        bend = float(slope[-1] - slope[-2])
        stop = bool((slope[:-1] < 0).any() and slope[-1] >= 0 and bend >= 0)
        sentence = (
            f"The first model is right on {accuracy[-1]:.1%} of all answers since; a round changes that by "
            f"{slope[-1]:+.4f}: what it finds hard {'has been asked' if stop else 'is still being asked'}."
        )
        return Advice(self.name, stop, sentence, float(slope[-1]), 0.0)
