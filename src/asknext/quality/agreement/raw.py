"""How often two votes for one item are the same."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.quality.votes import Votes

__all__ = ["agreeing_pairs", "raw_agreement", "raw_of_counts"]

Floats = npt.NDArray[np.float64]


def raw_agreement(votes: Votes) -> float:
    """The mean over items with two votes or more of the share of pairs of votes that are the same; else NaN."""
    return float(raw_of_counts(votes.counts()))


def raw_of_counts(counts: Floats, times: npt.ArrayLike | None = None) -> Floats:
    """As `raw_agreement` from votes per class.

    Parameters
    ----------
    counts : (p, K) float64 how often each class was given to each item.
    times : (..., p) how often each row is to count; default once.

    Returns
    -------
    (...) float64.
    """
    shares = agreeing_pairs(counts)
    known = ~np.isnan(shares)
    weights = np.ones(len(counts)) if times is None else np.asarray(times, dtype=np.float64)
    total = weights[..., known].sum(axis=-1)
    return np.where(total > 0, weights[..., known] @ shares[known], np.nan) / np.where(total > 0, total, 1.0)


def agreeing_pairs(counts: Floats) -> Floats:
    """(p,) the share of the pairs of votes of each item that are the same; NaN below two votes."""
    votes = counts.sum(axis=1)
    pairs = votes * (votes - 1.0)
    same = (counts * counts).sum(axis=1) - votes
    return np.where(pairs > 0, same, np.nan) / np.where(pairs > 0, pairs, 1.0)
