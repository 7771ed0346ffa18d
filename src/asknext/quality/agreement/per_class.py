"""Which classes annotators agree on, and which they mix up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.quality.agreement.krippendorff import alpha_of_counts
from asknext.quality.votes import Votes

__all__ = ["ClassAgreement", "class_agreement"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ClassAgreement:
    """Of K classes, over items with two votes or more.

    Attributes
    ----------
    votes : (K,) float64 how often each class was given.
    specific : (K,) float64 where one annotator gave the class, how often another did (Cicchetti & Feinstein 1990).
    alpha : (K,) float64 Krippendorff's alpha of "this class or another"; NaN where the class was never given.
    confused : (K, K) float64 ``[c, d]``: where one annotator gave c, how often another gave d; rows sum to 1.
    """

    votes: Floats
    specific: Floats
    alpha: Floats
    confused: Floats


def class_agreement(votes: Votes) -> ClassAgreement:
    """`ClassAgreement` of every class; NaN for a class that no item with two votes was given."""
    counts = votes.counts()
    counts = counts[counts.sum(axis=1) >= 2]
    number = counts.sum(axis=1)
    weighted = counts / np.maximum(number - 1.0, 1.0)[:, None]
    # An item's pairs weigh as much as its votes, as in alpha: many votes for one item do not drown the others.
    pairs = weighted.T @ counts
    pairs[np.diag_indices(votes.n_classes)] -= weighted.sum(axis=0)
    given = counts.sum(axis=0)
    confused = pairs / np.where(given > 0, given, np.nan)[:, None]
    one = [alpha_of_counts(np.column_stack([each, number - each])) for each in counts.T]
    alpha = np.where(given > 0, np.array(one, dtype=np.float64).reshape(votes.n_classes), np.nan)
    return ClassAgreement(given, np.diagonal(confused).copy(), alpha, confused)
