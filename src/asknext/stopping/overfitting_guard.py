"""Stop when the model is far better on what it has learned than on anything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import too_early
from asknext.stopping.metric_direction import rises

__all__ = ["OverfittingGuard"]


@dataclass(frozen=True)
class OverfittingGuard(Described):
    """Stop and look at the model when its training score is more than ``bound`` above the test score, so many rounds.

    Not a sign that it is enough, but that labels go to waste on this model. A forest is always right on what it has
    learned; choose the bound for the model. What an uncertainty strategy asks is harder than the rest, which makes the
    gap smaller than it would be on random items.
    """

    metric: str = "accuracy"
    bound: float = 0.2
    rounds: int = 3
    name: ClassVar[str] = "overfitting_guard"
    source: ClassVar[str] = "train-test gap"
    looks_at: ClassVar[frozenset[str]] = frozenset({"train_scores"})

    def __post_init__(self) -> None:
        if self.rounds < 1 or not self.bound > 0:
            raise InputError(f"overfitting_guard needs rounds >= 1 and bound > 0; found {self.rounds}, {self.bound}.")

    def check(self, history: History) -> Advice:
        sign = 1.0 if rises(self.metric) else -1.0
        gaps = [
            sign * (each.train_scores[self.metric] - each.scores[self.metric])
            for each in history
            if self.metric in each.scores and self.metric in each.train_scores
        ]
        if len(gaps) < self.rounds:
            what = f"The {self.metric} on labelled and on held-out items"
            return too_early(self.name, what, len(gaps), self.rounds, self.bound)
        stop = min(gaps[-self.rounds :]) > self.bound
        sentence = (
            f"The {self.metric} is {gaps[-1]:.3f} better on the labelled items than on held-out ones (bound "
            f"{self.bound:g}){': a simpler model or better features do more than labels' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, gaps[-1], self.bound)
