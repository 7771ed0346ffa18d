"""How far each annotator agrees with the truth beyond chance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.quality.agreement.beyond_chance import beyond_chance
from asknext.quality.skill.accuracy import checked_gold
from asknext.quality.votes import Votes

__all__ = ["kappa_against_gold"]

Floats = npt.NDArray[np.float64]


def kappa_against_gold(votes: Votes, gold: npt.ArrayLike) -> Floats:
    """(A,) Cohen's kappa of each annotator with ``gold`` (n_items,), below 0 = not gold; NaN without a gold item."""
    truth = checked_gold(votes, gold)[votes.items]
    known = truth >= 0
    who, said, true, k = votes.annotators[known], votes.labels[known], truth[known], votes.n_classes
    size = votes.n_annotators
    number = np.bincount(who, minlength=size).astype(np.float64)
    of = np.where(number > 0, number, np.nan)
    given = np.bincount(who * k + said, minlength=size * k).reshape(size, k) / of[:, None]
    right = np.bincount(who * k + true, minlength=size * k).reshape(size, k) / of[:, None]
    return beyond_chance(np.bincount(who, weights=said == true, minlength=size) / of, (given * right).sum(axis=1))
