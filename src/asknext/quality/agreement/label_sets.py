"""Agreement of annotators who give sets of labels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.errors import UnknownName
from asknext.quality.agreement.krippendorff import krippendorff_alpha
from asknext.quality.label_set_votes import LabelSetVotes

__all__ = ["SET_DISTANCES", "alpha_of_label_sets", "set_distances"]

Floats = npt.NDArray[np.float64]

SET_DISTANCES = ("exact", "jaccard", "masi")


def alpha_of_label_sets(votes: LabelSetVotes, distance: str = "masi") -> float:
    """Krippendorff's alpha with a ``distance`` of `set_distances`. Raises `InputError` for an unknown one."""
    coded, sets = votes.coded()
    return krippendorff_alpha(coded, set_distances(sets, distance))


def set_distances(sets: npt.NDArray[np.bool_], distance: str) -> Floats:
    """(U, U) how far each two of the sets (U, L) are apart, from 0 to 1; two empty sets are the same.

    ``"exact"``: the same or not; ``"jaccard"``: 1 - shared / all labels; ``"masi"``: 1 - Jaccard index times 2/3 where
    one set holds the other, 1/3 where they only overlap (Passonneau 2006).
    """
    if distance not in SET_DISTANCES:
        raise UnknownName("distance of sets", distance, SET_DISTANCES)
    table = sets.astype(np.float64)
    shared, size = table @ table.T, table.sum(axis=1)
    both = size[:, None] + size[None, :] - shared
    index = np.where(both > 0, shared, 1.0) / np.where(both > 0, both, 1.0)
    if distance == "jaccard":
        return np.asarray(1.0 - index, dtype=np.float64)
    same = np.asarray((shared == size[:, None]) & (shared == size[None, :]))
    if distance == "exact":
        return (~same).astype(np.float64)
    within = (shared == size[:, None]) | (shared == size[None, :])
    return np.asarray(1.0 - index * np.where(same, 1.0, np.where(within, 2.0 / 3.0, 1.0 / 3.0)), dtype=np.float64)
