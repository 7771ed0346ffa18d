"""The accuracy of labelling functions from how often they agree, in closed form, for two classes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["triplet_accuracies"]

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_LEAST = 1e-3


def triplet_accuracies(matrix: Codes) -> Floats:
    """(m,) how often each function is right where it labels, from ``matrix`` (n, m) of 0, 1 and -1 = abstains.

    With labels as -1, 0 (abstains), +1 and functions that err independently, E[ab] = E[aY] E[bY]; of three,
    ``|E[aY]| = sqrt(|E[ab] E[ac] / E[bc]|)`` (Fu et al. 2020, "FlyingSquid"); here the median over all pairs b, c.
    Functions are taken to be right more often than wrong. Where no triplet tells, 0.7.
    """
    signs = np.where(matrix >= 0, 2.0 * matrix - 1.0, 0.0)
    n, m = max(1, len(matrix)), matrix.shape[1]
    moments, coverage = signs.T @ signs / n, (signs != 0).sum(axis=0) / n
    # E[ab] of a pair that never labels the same item, or cancels out, tells nothing.
    moments[np.abs(moments) < _LEAST / 10] = np.nan
    found = np.full(m, 0.7)
    for at in range(m):
        others = [other for other in range(m) if other != at]
        rest = moments[np.ix_(others, others)]
        table = np.sqrt(np.abs(moments[at, others][:, None] * moments[at, others][None, :] / rest))
        values = table[np.triu_indices(len(others), 1)]
        values = values[~np.isnan(values)]
        if len(values) and coverage[at] > 0:
            found[at] = 0.5 + 0.5 * min(1.0, float(np.median(values)) / coverage[at])
    return np.asarray(np.clip(found, 0.5 + _LEAST, 1.0 - _LEAST), dtype=np.float64)
