"""Agreement of any number of annotators beyond chance, the classes being as frequent as they are given."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.quality.agreement.beyond_chance import beyond_chance
from asknext.quality.agreement.class_shares import class_shares
from asknext.quality.agreement.raw import raw_of_counts
from asknext.quality.votes import Votes

__all__ = ["fleiss_kappa", "fleiss_of_counts"]

Floats = npt.NDArray[np.float64]


def fleiss_kappa(votes: Votes) -> float:
    """Fleiss' kappa (1971), for items with different numbers of votes as in Gwet 2014.

    Observed is `raw_agreement`, expected the sum of the squared `class_shares`. 1 where all votes are of one class; NaN
    where no item has two.
    """
    return float(fleiss_of_counts(votes.counts()))


def fleiss_of_counts(counts: Floats, times: npt.ArrayLike | None = None) -> Floats:
    """(...) from ``counts`` (p, K) and ``times`` (..., p), as in `raw_of_counts`."""
    shares = class_shares(counts, times)
    return beyond_chance(raw_of_counts(counts, times), (shares * shares).sum(axis=-1))
