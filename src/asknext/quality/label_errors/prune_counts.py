"""How many labels of each pair of classes are held to be wrong, with something left of every class."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.quality.label_errors.whole_counts import whole_rows

__all__ = ["prune_counts"]

Codes = npt.NDArray[np.int64]


def prune_counts(joint: Codes, keep: int = 1, share: float = 1.0) -> Codes:
    """(K, K) int64 ``[meant, given]``: the transposed joint with a diagonal of at least ``keep``.

    Parameters
    ----------
    joint : (K, K) int64 ``[given, meant]``. share : in [0, 1], of the counts off the diagonal; the rest goes back to
        the diagonal.

    What the diagonal gains is taken in equal parts from the other counts of the column that are not 0, none of which
    falls below 0.

    Source: Northcutt, Jiang & Chuang 2021; the steps are those of cleanlab 2.9, so that counts are the same.
    """
    counts = joint.T
    diagonal = np.maximum(counts.diagonal(), keep)
    others = np.maximum(np.count_nonzero(counts, axis=0) - 1.0, 1.0)
    lowered = (counts - (diagonal - counts.diagonal()) / others).clip(min=0)
    np.fill_diagonal(lowered, diagonal)
    reduced = lowered * share
    np.fill_diagonal(reduced, diagonal)
    np.fill_diagonal(reduced, diagonal + (lowered - reduced).sum(axis=0))
    return whole_rows(np.trunc(reduced))
