"""Agreement beyond chance that does not collapse where nearly all items are of one class."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.quality.agreement.beyond_chance import beyond_chance
from asknext.quality.agreement.class_shares import class_shares
from asknext.quality.agreement.raw import raw_of_counts
from asknext.quality.votes import Votes

__all__ = ["gwet_ac1", "gwet_of_counts"]

Floats = npt.NDArray[np.float64]


def gwet_ac1(votes: Votes) -> float:
    """Gwet's AC1 (2008): expected agreement is sum_c p_c (1 - p_c) / (K - 1), with p the `class_shares`.

    1 where all votes are of one class; NaN where no item has two.
    """
    return float(gwet_of_counts(votes.counts()))


def gwet_of_counts(counts: Floats, times: npt.ArrayLike | None = None) -> Floats:
    """(...) from ``counts`` (p, K) and ``times`` (..., p), as in `raw_of_counts`."""
    shares = class_shares(counts, times)
    expected = (shares * (1.0 - shares)).sum(axis=-1) / max(1, counts.shape[1] - 1)
    return beyond_chance(raw_of_counts(counts, times), expected)
