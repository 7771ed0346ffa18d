"""Curves of several runs on one axis of labels, so that they can be averaged and compared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.curve import checked_curve

__all__ = ["CurvePoints", "common_labels"]

Floats = npt.NDArray[np.float64]
CurvePoints = tuple[npt.ArrayLike, npt.ArrayLike]


def common_labels(curves: Sequence[CurvePoints]) -> tuple[npt.NDArray[np.int64], Floats]:
    """The label counts that all curves reach, and the score of each curve at them.

    Parameters
    ----------
    curves : S pairs (labels (R,), scores (R,)), each with rising labels; R may differ: runs that ended early, oracles
        that abstained.

    Returns
    -------
    labels (P,) int64: every count that occurs between the last of the starts and the first of the ends; and scores
    (S, P) float64, linear between the rounds. Where all curves have the same labels, these and the scores unchanged.
    NaN where either neighbouring round has none.

    Raises
    ------
    InputError : no curve, a curve that is none, or no number of labels that all of them reach.
    """
    if not curves:
        raise InputError("There is no curve to look at.")
    pairs = [checked_curve(labels, scores) for labels, scores in curves]
    start, end = max(x[0] for x, _ in pairs), min(x[-1] for x, _ in pairs)
    if start > end:
        raise InputError(
            f"The curves have no number of labels in common: one begins at {start:.0f}, another ends at {end:.0f}."
        )
    every = np.unique(np.concatenate([x for x, _ in pairs]))
    grid = every[(every >= start) & (every <= end)]
    return grid.astype(np.int64), np.stack([_at(grid, x, y) for x, y in pairs])


def _at(grid: Floats, x: Floats, y: Floats) -> Floats:
    return y[np.searchsorted(x, grid)] if np.isin(grid, x).all() else np.interp(grid, x, y)
