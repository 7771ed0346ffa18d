"""Whose answers depend on what they see, and whose do not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["spammer_scores"]

Floats = npt.NDArray[np.float64]


def spammer_scores(confusion: Floats) -> Floats:
    """(A,) in [0, 1]: 0 = says the same whatever is true, 1 = a class for each class (also when all are swapped).

    Parameters
    ----------
    confusion : (A, K, K) ``[a, t, s]`` the chance that a says s where t is true; NaN rows are left out.

    The mean over pairs of true classes of half the squared distance of what is said (Raykar & Yu 2012); for two
    classes (sensitivity + specificity - 1)^2. NaN where fewer than two classes are known.

    Raises
    ------
    InputError : not a table (A, K, K).
    """
    table = np.asarray(confusion, dtype=np.float64)
    if table.ndim != 3 or table.shape[1] != table.shape[2]:
        raise InputError(f"A confusion is (annotators, classes, classes); found shape {table.shape}.")
    known = np.asarray(~np.isnan(table).any(axis=2))
    rows = np.where(known[:, :, None], table, 0.0)
    number = known.sum(axis=1).astype(np.float64)
    # Over all pairs of k vectors the squared distances sum to k sum |v|^2 - |sum v|^2.
    apart = number * (rows * rows).sum(axis=(1, 2)) - (rows.sum(axis=1) ** 2).sum(axis=1)
    pairs = number * (number - 1.0)
    return np.where(pairs > 0, np.maximum(apart, 0.0), np.nan) / np.where(pairs > 0, pairs, 1.0)
