"""Stop when a metric has reached its target, several rounds running."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History, Round
from asknext.stopping.metric_direction import rises

__all__ = ["TargetMetric"]


@dataclass(frozen=True)
class TargetMetric(Described):
    """Enough when ``metric`` has met ``value`` in each of the last ``rounds`` rounds.

    Parameters
    ----------
    metric : a key of `Round.scores`, e.g. ``"accuracy"``.
    value : the target; losses (`log_loss`, `brier`, `hamming`, `rmse`, `mae`) have to fall to it, all others to rise
        to it.
    rounds : how many rounds running.
    use_interval : whether, where a round has a 95 % interval, its worse end has to meet the target: then the target
        is reached with confidence rather than by luck.
    """

    metric: str = "accuracy"
    value: float = 0.9
    rounds: int = 2
    use_interval: bool = True
    name: ClassVar[str] = "target_metric"
    source: ClassVar[str] = "what the user needs"

    def __post_init__(self) -> None:
        if self.rounds < 1:
            raise InputError(f"target_metric needs rounds of at least 1; found {self.rounds}.")

    def check(self, history: History) -> Advice:
        measured = [each for each in history if self.metric in each.scores]
        if not measured:
            return Advice(self.name, None, f"No round has measured {self.metric} yet.", None, self.value)
        met = 0
        for each in reversed(measured):
            if not self._meets(each):
                break
            met += 1
        return Advice(
            self.name,
            met >= self.rounds,
            self._sentence(measured[-1], met),
            measured[-1].scores[self.metric],
            self.value,
        )

    def _meets(self, finished: Round) -> bool:
        number = finished.scores[self.metric]
        if self.use_interval and self.metric in finished.intervals:
            number = finished.intervals[self.metric][0 if rises(self.metric) else 1]
        return number >= self.value if rises(self.metric) else number <= self.value

    def _sentence(self, last: Round, met: int) -> str:
        found = f"{self.metric} is {last.scores[self.metric]:.3f}"
        if self.metric in last.intervals:
            low, high = last.intervals[self.metric]
            found += f" (95 % interval {low:.3f} to {high:.3f})"
        verdict = f"met in the last {met} of {self.rounds} rounds asked for" if met else "not met"
        how = " by the worse end of its interval" if self.use_interval and self.metric in last.intervals else ""
        return f"{found}; the target {self.value:g} is {verdict}{how}."
