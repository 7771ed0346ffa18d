"""Stop when the model's confidence in what it asks levels off (Laws & Schuetze 2008)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from asknext.stopping.convergence import Convergence
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early

__all__ = ["UncertaintyConvergence"]


@dataclass(frozen=True)
class UncertaintyConvergence(Convergence):
    """Enough when confidence in the hardest item of the batch peaks, yet its median over ``window`` rounds levels off.

    It levels off where it gained more than 0 and less than ``bound`` in the last round. The median, because one item
    decides about each value.

    Source: Laws & Schuetze 2008, "Stopping criteria for active learning of named entity recognition".
    """

    name: ClassVar[str] = "uncertainty_convergence"
    source: ClassVar[str] = "Laws & Schuetze 2008"

    def check(self, history: History) -> Advice:
        values = [float(min(each)) for each in known(history, "batch_confidence") if len(each)]
        if len(values) <= self.window:
            what = "What the model thought of the batch it asked"
            return too_early(self.name, what, len(values), self.window + 1, self.bound)
        stop, highest, gained = self.judged(values, np.median)
        sentence = (
            f"The confidence in the hardest item of the batch is {values[-1]:.3f}"
            f"{', more than ever' if highest else ''}; its median over {self.window} rounds gained {gained:+.5f} in "
            f"the last one (bound {self.bound:g}){': it has levelled off' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, gained, self.bound)
