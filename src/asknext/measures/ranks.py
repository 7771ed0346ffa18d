"""Ranks of strategies on each data set, and their averages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["average_ranks", "checked_table", "ranks_by_row"]

Floats = npt.NDArray[np.float64]
_DIGITS = 12  # beyond these a difference is the order of summation, not of the strategies


def ranks_by_row(values: npt.ArrayLike, *, greater_is_better: bool = True) -> Floats:
    """(N, k) float64 ranks within each row of ``values`` (N, k): 1 = best, equal values share their mean rank.

    Values that agree to 12 decimals are equal. NaN is an `InputError`: it has no rank.
    """
    from scipy.stats import rankdata

    table = np.round(checked_table(values), _DIGITS)
    return np.asarray(rankdata(-table if greater_is_better else table, axis=1), dtype=np.float64)


def average_ranks(values: npt.ArrayLike, *, greater_is_better: bool = True) -> Floats:
    """(k,) mean over the N rows of `ranks_by_row`; they sum to k (k + 1) / 2."""
    return np.asarray(ranks_by_row(values, greater_is_better=greater_is_better).mean(axis=0))


def checked_table(values: npt.ArrayLike, names: Sequence[str] | None = None) -> Floats:
    """``values`` as (N, k) float64, every cell a number, k >= 2 strategies and N >= 1 data sets.

    Raises
    ------
    InputError : another shape, a cell that is NaN or infinite (said which), or ``names`` that do not fit.
    """
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] < 1 or table.shape[1] < 2:
        raise InputError(f"Ranks need a table of data sets x at least two strategies; found shape {table.shape}.")
    if names is not None and (len(names) != table.shape[1] or len(set(names)) != len(names)):
        raise InputError(f"The table has {table.shape[1]} strategies, named {list(names)}: one distinct name each.")
    if not np.isfinite(table).all():
        row, column = (int(each) for each in np.argwhere(~np.isfinite(table))[0])
        which = f"strategy {names[column]!r}" if names is not None else f"strategy {column}"
        raise InputError(
            f"There is no value of {which} on data set {row}, so it has no rank there. Leave that strategy or that "
            f"data set out, or run what is missing."
        )
    return table
