"""What each annotator says where each class is true, with intervals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.skill.accuracy import checked_gold
from asknext.quality.skill.beta_interval import Shares, beta_interval
from asknext.quality.votes import Votes

__all__ = ["confusion_against", "confusion_against_gold"]

Floats = npt.NDArray[np.float64]


def confusion_against(votes: Votes, posterior: Floats, level: float = 0.95) -> Shares:
    """(A, K, K) shares ``[a, t, s]``: of the votes of a on items of class t, those that say s.

    Parameters
    ----------
    posterior : (n_items, K) how likely each class is; zeros in a row leave the item out.

    NaN where nobody was expected to see the class; intervals are those of a share at a time (Jeffreys).

    Raises
    ------
    InputError : a posterior of another shape.
    """
    if posterior.shape != (votes.n_items, votes.n_classes):
        raise InputError(f"A posterior is ({votes.n_items}, {votes.n_classes}); found shape {posterior.shape}.")
    size, k = votes.n_annotators, votes.n_classes
    cells = votes.annotators * k + votes.labels
    columns = [np.bincount(cells, weights=column[votes.items], minlength=size * k) for column in posterior.T]
    counts = np.stack(columns, axis=1).reshape(size, k, k).transpose(0, 2, 1) if k else np.zeros((size, 0, 0))
    return beta_interval(counts, np.broadcast_to(counts.sum(axis=2, keepdims=True), counts.shape), level)


def confusion_against_gold(votes: Votes, gold: npt.ArrayLike, level: float = 0.95) -> Shares:
    """As `confusion_against` on gold items only; ``gold`` (n_items,) class codes, below 0 = not gold."""
    truth = checked_gold(votes, gold)
    known = (truth[:, None] == np.arange(votes.n_classes)).astype(np.float64)
    return confusion_against(votes, known, level)
