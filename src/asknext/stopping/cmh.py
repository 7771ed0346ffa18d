"""Stop screening when too few relevant items turned up lately for many to be left (Callaghan & Mueller-Hansen 2020)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from asknext.stopping.history import Advice, History
from asknext.stopping.recall_with_confidence import RecallWithConfidence

__all__ = ["CMH", "missed_target_p_values"]


@dataclass(frozen=True)
class CMH(RecallWithConfidence):
    """Enough when, had ``recall`` been missed, so few finds among the last items were rarer than 1 - ``confidence``.

    For each number i of last items a hypergeometric test asks how likely it is to have found so few in them, as if
    they were a random draw from themselves and what is left, and the smallest p counts. As the screening looks at the
    likeliest first, its finds are more than random ones, which is on the safe side; but it looks again and again and
    takes the smallest of many p, for which the level is not corrected. The level holds for one look at a random sample.

    Source: Callaghan & Mueller-Hansen 2020, "Statistical stopping criteria for automated screening".
    """

    recall: float = 0.95
    name: ClassVar[str] = "cmh"
    source: ClassVar[str] = "Callaghan & Mueller-Hansen 2020"

    def check(self, history: History) -> Advice:
        last, bound = history[-1] if history else None, 1.0 - self.confidence
        if last is None or last.relevance is None or last.remaining is None or len(last.relevance) == 0:
            return Advice(self.name, None, "Nothing has been screened yet.", None, bound)
        p_values = missed_target_p_values(last.relevance, last.remaining, self.recall)
        at = int(np.argmin(p_values))
        p, finds = float(p_values[at]), int(np.count_nonzero(np.asarray(last.relevance)[-(at + 1) :]))
        stop = p < bound
        sentence = (
            f"The last {at + 1:,} items held {finds} relevant ones; had fewer than {self.recall:.0%} of all been "
            f"found, that few would have a chance of {p:.2g} (bound {bound:.2g}){': enough' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, p, bound)


def missed_target_p_values(relevance: npt.NDArray[Any], remaining: int, recall: float) -> npt.NDArray[np.float64]:
    """(m,) for the last 1, 2, ..., m items the chance of so few finds in them, had ``recall`` been missed.

    With r finds in all and r_i in the last i, the fewest relevant items that the urn of these i and the ``remaining``
    ones would then hold are ``K = floor(r / recall + 1 - (r - r_i))``; p is ``P(X <= r_i)`` for X hypergeometric of i
    draws from ``i + remaining`` with K. It is 0 where the urn is too small for K.
    """
    from scipy.stats import hypergeom

    last = np.arange(1, len(relevance) + 1)
    finds = np.cumsum(np.asarray(relevance, dtype=np.int64)[::-1])
    urn = last + remaining
    held = np.floor(finds[-1] / recall + 1e-9).astype(np.int64) + 1 - (finds[-1] - finds)
    possible = held <= urn
    p = hypergeom.cdf(finds, urn, np.minimum(held, urn), last)
    return np.asarray(np.where(possible, p, 0.0), dtype=np.float64)
