"""Stop screening when the recall that the model itself expects is high enough (Yang, Lewis & Frieder 2021)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.shares import check_shares

__all__ = ["Quant", "expected_recall"]


@dataclass(frozen=True)
class Quant(Described):
    """Enough when the recall estimated from the model's probabilities, less ``z`` standard deviations, is ``recall``.

    Only as good as the probabilities: a model that is sure that the rest is irrelevant makes it stop early. With
    z = 0 the plain estimate counts.

    Source: Yang, Lewis & Frieder 2021, "Heuristic stopping rules for technology-assisted review".
    """

    recall: float = 0.9
    z: float = 2.0
    name: ClassVar[str] = "quant"
    source: ClassVar[str] = "Yang, Lewis & Frieder 2021"

    def __post_init__(self) -> None:
        check_shares(self.name, recall=self.recall)
        if not 0 <= self.z < np.inf:
            raise InputError(f"quant needs z of at least 0; found {self.z}.")

    def check(self, history: History) -> Advice:
        last = history[-1] if history else None
        if last is None or last.found_likely is None or last.left_likely is None:
            return Advice(
                self.name, None, "The model's probabilities of relevance are not known yet.", None, self.recall
            )
        estimate, deviation = expected_recall(last.found_likely, last.left_likely)
        if np.isnan(estimate):
            return Advice(self.name, None, "The model expects no relevant item at all.", None, self.recall)
        low, high = max(0.0, estimate - self.z * deviation), min(1.0, estimate + self.z * deviation)
        stop = low >= self.recall
        sentence = (
            f"By its own probabilities the model has found {estimate:.1%} of what is relevant (from {low:.1%} to "
            f"{high:.1%}; wanted {self.recall:.1%}){': enough, if they can be trusted' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, low, self.recall)


def expected_recall(found: npt.NDArray[Any], left: npt.NDArray[Any]) -> tuple[float, float]:
    """The expected recall and its standard deviation from probabilities of relevance; NaN where all are 0.

    With K and U the sums of ``found`` and ``left``, recall is ``K / (K + U)``; its variance, by the first terms of a
    Taylor series, ``K^2 / (K + U)^4 * V + V_found / (K + U)^2``, where V sums ``p (1 - p)`` over all.
    """
    p, q = np.asarray(found, dtype=np.float64), np.asarray(left, dtype=np.float64)
    k, total = float(p.sum()), float(p.sum() + q.sum())
    if total <= 0:
        return float("nan"), float("nan")
    of_found, of_left = float((p * (1 - p)).sum()), float((q * (1 - q)).sum())
    variance = k**2 / total**4 * (of_found + of_left) + of_found / total**2
    return k / total, float(np.sqrt(variance))
