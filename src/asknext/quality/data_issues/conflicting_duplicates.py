"""Items that are nearly the same and have different labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.quality.data_issues.nearby import Nearby

__all__ = ["ConflictingPairs", "conflicting_duplicates"]

Codes = npt.NDArray[np.int64]

NEAR = 0.13


@dataclass(frozen=True, eq=False)
class ConflictingPairs:
    """Pairs of items, the nearest first.

    pairs : (p, 2) int64, the smaller row first. distances : (p,) float64. threshold : below which two are nearly the
    same, in the unit of the vectors. duplicates : how many items have a near duplicate, whatever the labels.
    """

    pairs: npt.NDArray[np.int64]
    distances: npt.NDArray[np.float64]
    threshold: float
    duplicates: int

    @property
    def rows(self) -> Codes:
        """(r,) int64 rising items in a pair."""
        return np.unique(self.pairs)


def conflicting_duplicates(labels: npt.NDArray[Any], near: Nearby, *, share: float = NEAR) -> ConflictingPairs:
    """Pairs of neighbours nearer than ``share`` of the median nearest distance, whose labels differ.

    Parameters
    ----------
    labels : (n,) class codes, below 0 for none (it is in no conflict); or (n, L) zeros and ones.
    near : neighbours of the same items (see `nearby`).

    Two items further than the k-th neighbour of each other are not compared.

    Source: the threshold is that of cleanlab's Datalab (0.13 of the median distance to the nearest neighbour).
    """
    threshold = share * near.median_nearest
    close = near.distances <= threshold if threshold > 0 else near.distances == 0
    own, place = np.nonzero(close)
    other, away = near.rows[own, place], near.distances[own, place]
    pairs, first = np.unique(np.sort(np.stack([own, other], axis=1), axis=1), axis=0, return_index=True)
    differ = _differ(labels, pairs)
    pairs, away = pairs[differ], away[first][differ]
    order = np.argsort(away, kind="stable")
    return ConflictingPairs(pairs[order], away[order], threshold, int(close.any(axis=1).sum()))


def _differ(labels: npt.NDArray[Any], pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    one, other = labels[pairs[:, 0]], labels[pairs[:, 1]]
    if labels.ndim == 2:
        return np.asarray((one != other).any(axis=1))
    return np.asarray((one != other) & (one >= 0) & (other >= 0))
