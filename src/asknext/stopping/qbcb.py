"""Stop screening when enough of a hidden random sample of relevant items was found (Lewis, Yang & Frieder 2021)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from asknext.stopping.history import Advice, History
from asknext.stopping.recall_with_confidence import RecallWithConfidence

__all__ = ["QBCB", "found_needed", "smallest_control"]


@dataclass(frozen=True)
class QBCB(RecallWithConfidence):
    """Enough when so many of the control items are found that ``recall`` holds with probability ``confidence``.

    The one rule here with a guarantee: whatever the model does, in at least ``confidence`` of all screenings that stop
    by it, at least ``recall`` of the relevant items are found. It needs items of the class drawn at random from all of
    that class, before and without the model: the labels that they cost are its price. Looking after every round costs
    nothing, because the bound is on the moment when the j-th of them is found.

    Source: Lewis, Yang & Frieder 2021, "Certifying one-phase technology-assisted reviews".
    """

    recall: float = 0.9
    name: ClassVar[str] = "qbcb"
    source: ClassVar[str] = "Lewis, Yang & Frieder 2021"

    def check(self, history: History) -> Advice:
        control = history[-1].control if history else None
        if control is None:
            return Advice(self.name, None, "No relevant items were set aside as a control sample.", None, None)
        size, found = len(control), int(np.count_nonzero(control))
        needed = found_needed(size, self.recall, self.confidence)
        if needed is None:
            wanted = smallest_control(self.recall, self.confidence)
            sentence = (
                f"{size} control items are too few to be {self.confidence:.0%} sure of {self.recall:.0%}: set aside at "
                f"least {wanted}."
            )
            return Advice(self.name, None, sentence, float(found), None)
        stop = found >= needed
        sentence = (
            f"{found} of {size} control items are found; {needed} are needed to be {self.confidence:.0%} sure that "
            f"{self.recall:.0%} of all relevant items are{': enough' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, float(found), float(needed))


def found_needed(size: int, recall: float, confidence: float) -> int | None:
    """The smallest j with ``P(X <= j - 1) >= confidence``, X binomial of ``size`` and ``recall``; None without one."""
    from scipy.special import bdtr

    if size == 0:
        return None
    reached = np.flatnonzero(bdtr(np.arange(size), size, recall) >= confidence - 1e-12)
    return int(reached[0]) + 1 if len(reached) else None


def smallest_control(recall: float, confidence: float) -> int:
    """The fewest control items that can prove it: all of them are found by chance with ``recall`` to that power."""
    return int(np.ceil(np.log(1.0 - confidence) / np.log(recall) - 1e-9))
