"""Which items are labelled well enough to learn from, and with what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.quality.weak.label_model import SoftLabels

__all__ = ["POLICIES", "TrainingSet", "training_set"]

POLICIES = ("hard", "soft")


@dataclass(frozen=True, eq=False)
class TrainingSet:
    """``rows`` (r,) int64 of items, their ``targets`` (r, K) float64, rows summing to 1, and ``labels`` (r,) int64."""

    rows: npt.NDArray[np.int64]
    targets: npt.NDArray[np.float64]
    labels: npt.NDArray[np.int64]


def training_set(
    soft: SoftLabels, policy: str = "soft", *, least: float = 0.0, keep_uncovered: bool = False
) -> TrainingSet:
    """The items to learn from.

    Parameters
    ----------
    policy : ``"soft"`` keeps probabilities as targets, ``"hard"`` makes the likeliest class certain.
    least : the least probability of the likeliest class; below it, and where two classes are equally likely, an item is
        left out (it abstains).
    keep_uncovered : also items that no function labels, with what classes are like on the whole.

    Raises
    ------
    InputError : an unknown policy, or ``least`` outside [0, 1].
    """
    if policy not in POLICIES:
        raise UnknownName("policy", policy, POLICIES)
    if not 0 <= least <= 1:
        raise InputError(f"The least probability lies in [0, 1]; found {least}.")
    p = soft.probabilities
    best = p.max(axis=1, initial=0.0)
    kept = (best >= least) & ((p >= best[:, None] - 1e-9).sum(axis=1) == 1)
    rows = np.flatnonzero(kept if keep_uncovered else kept & soft.covered)
    labels = p[rows].argmax(axis=1)
    return TrainingSet(rows, np.eye(p.shape[1])[labels] if policy == "hard" else p[rows], labels)
