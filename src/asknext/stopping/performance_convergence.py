"""Stop when the F measure that the model expects of itself levels off (Laws & Schuetze 2008)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from asknext.stopping.convergence import Convergence
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early

__all__ = ["PerformanceConvergence"]


@dataclass(frozen=True)
class PerformanceConvergence(Convergence):
    """Enough when the expected F is higher than ever, yet its mean over ``window`` rounds gained less than ``bound``.

    The F measure is what the model's probabilities say of its own predictions on the unlabelled items, mean over
    classes; its error cancels in the gradient. The paper asks one item at a time, with a window of 100 and a bound of
    5e-5; the defaults are for batches of some 10.

    Source: Laws & Schuetze 2008, "Stopping criteria for active learning of named entity recognition".
    """

    name: ClassVar[str] = "performance_convergence"
    source: ClassVar[str] = "Laws & Schuetze 2008"

    def check(self, history: History) -> Advice:
        values = known(history, "pool_f")
        if len(values) <= self.window:
            return too_early(self.name, "The F measure the model expects", len(values), self.window + 1, self.bound)
        stop, highest, gained = self.judged(values, np.mean)
        sentence = (
            f"The model expects an F of {values[-1]:.3f} of itself{', more than ever' if highest else ''}; its mean "
            f"over {self.window} rounds gained {gained:+.5f} in the last one (bound {self.bound:g})"
            f"{': it has levelled off' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, gained, self.bound)
