"""How much the votes of each item agree: which items are hard, or badly defined."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.quality.agreement.raw import agreeing_pairs
from asknext.quality.votes import Codes, Votes

__all__ = ["ItemAgreement", "item_agreement", "overlap_counts"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ItemAgreement:
    """Of ``n`` items.

    Attributes
    ----------
    votes : (n,) int64.
    pairs : (n,) float64 share of the pairs of votes that are the same; NaN below two votes.
    top : (n,) float64 share of the votes for the class most given; NaN without votes.
    entropy : (n,) float64 of the shares of the classes, in bits; 0 = all the same; NaN without votes.
    """

    votes: Codes
    pairs: Floats
    top: Floats
    entropy: Floats


def item_agreement(votes: Votes) -> ItemAgreement:
    """`ItemAgreement` of every item."""
    counts, number = votes.counts(), votes.per_item()
    shares = counts / np.where(number > 0, number, np.nan)[:, None]
    logs = np.log2(shares, where=shares > 0, out=np.zeros_like(shares))
    top = shares.max(axis=1) if votes.n_classes else np.full(votes.n_items, np.nan)
    # 0 - x, as -x of an item without a doubt would be written -0.
    return ItemAgreement(number, agreeing_pairs(counts), top, 0.0 - (shares * logs).sum(axis=1))


def overlap_counts(votes: Votes) -> Codes:
    """(most + 1,) int64 how many items have 0, 1, 2, ... votes."""
    return np.bincount(votes.per_item())
