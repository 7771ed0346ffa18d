"""Stop when a label hardly gains anything any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import scored, too_early
from asknext.stopping.metric_direction import rises

__all__ = ["DiminishingReturns", "gain_per_label"]


@dataclass(frozen=True)
class DiminishingReturns(Described):
    """Enough when over the last ``rounds`` rounds a label gained less than ``bound`` of ``metric``.

    The gain is the slope of the straight line through the scores of the last ``rounds`` + 1 rounds, with the 95 %
    interval that their scatter around it allows.

    Parameters
    ----------
    bound : in the metric's unit a label; .0001 is one point of accuracy for 100 labels.
    use_interval : whether the interval's upper end has to be below the bound: then it is so with confidence rather
        than by luck.
    """

    metric: str = "accuracy"
    bound: float = 0.0001
    rounds: int = 5
    use_interval: bool = True
    name: ClassVar[str] = "diminishing_returns"
    source: ClassVar[str] = "least squares over the last rounds"

    def __post_init__(self) -> None:
        if self.rounds < 2 or not self.bound > 0:
            raise InputError(f"diminishing_returns needs rounds >= 2 and bound > 0; found {self.rounds}, {self.bound}.")

    def check(self, history: History) -> Advice:
        points = scored(history, self.metric)[-self.rounds - 1 :]
        if len(points) <= self.rounds:
            return too_early(self.name, f"The {self.metric}", len(points), self.rounds + 1, self.bound)
        labels, scores = np.array(points, dtype=np.float64).T
        gain, low, high = gain_per_label(labels, scores if rises(self.metric) else -scores)
        stop = (high if self.use_interval else gain) < self.bound
        sentence = (
            f"Over the last {self.rounds} rounds 100 labels gained {100 * gain:+.3f} of {self.metric} (95 % interval "
            f"{100 * low:+.3f} to {100 * high:+.3f}; bound {100 * self.bound:g}): "
            f"{'returns are small' if stop else 'more may still pay'}."
        )
        return Advice(self.name, stop, sentence, gain, self.bound)


def gain_per_label(labels: npt.NDArray[np.float64], scores: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    """Slope of the least-squares line through >= 3 points with its 95 % interval (Student's t)."""
    from scipy.stats import t

    centred = labels - labels.mean()
    slope = float(centred @ scores / (centred @ centred))
    residuals = scores - scores.mean() - slope * centred
    error = float(np.sqrt((residuals @ residuals) / (len(labels) - 2) / (centred @ centred)))
    half = float(t.ppf(0.975, len(labels) - 2)) * error
    return slope, slope - half, slope + half
