"""The classes as they are labelled so far, against the shares that are wanted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.intervals import wilson

__all__ = ["ClassBalance", "class_balance", "running_shares"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

RARE = 0.1


@dataclass(frozen=True, eq=False)
class ClassBalance:
    """K classes among ``total`` labels.

    counts : (K,) int64. shares, low, high : (K,) float64 with their 95 % interval (Wilson 1927).
    target : (K,) float64 wanted shares, NaN for any. lacking : (K,) float64 labels that are missing of the target at
        the present total, 0 where there are enough. rare : (K,) bool, below a tenth of an even share.
    """

    counts: Codes
    shares: Floats
    low: Floats
    high: Floats
    target: Floats
    lacking: Floats
    rare: npt.NDArray[np.bool_]

    @property
    def total(self) -> int:
        """Labels in all."""
        return int(self.counts.sum())


def class_balance(counts: npt.ArrayLike, target: npt.ArrayLike | None = None) -> ClassBalance:
    """Shares of classes, with intervals, and what they lack.

    Parameters
    ----------
    counts : (K,) how many labels each class has. target : (K,) shares that sum to at most 1, NaN for any share.

    Raises
    ------
    InputError : a target of another length, or shares that cannot be.

    Source: the bound on rare classes, 0.1 / K, is that of cleanlab's Datalab.
    """
    held = np.asarray(counts, dtype=np.int64)
    size = len(held)
    wanted = np.full(size, np.nan) if target is None else np.asarray(target, dtype=np.float64)
    if wanted.shape != held.shape or np.nansum(wanted) > 1 + 1e-6 or (wanted < 0).any():
        raise InputError(f"A target has {size} shares from 0 to 1 that sum to at most 1; found {wanted.tolist()}.")
    total = int(held.sum())
    bounds = np.array([wilson(int(each), total) for each in held]).reshape(size, 2)
    shares = held / max(total, 1)
    lacking = np.maximum(np.nan_to_num(wanted) * total - held, 0.0)
    rare = (shares < RARE / max(size, 1)) & (total > 0)
    return ClassBalance(held, shares, bounds[:, 0], bounds[:, 1], wanted, lacking, rare)


def running_shares(codes: npt.ArrayLike, n_classes: int, points: int = 20) -> tuple[Codes, Floats]:
    """(p,) int64 numbers of labels, and (p, K) the shares of the classes among so many first ones.

    Parameters
    ----------
    codes : (m,) class codes in the order in which they were labelled. points : at most so many, evenly spaced.
    """
    given = np.asarray(codes, dtype=np.int64)
    at = np.unique(np.linspace(0, len(given), min(points, len(given)) + 1).round().astype(np.int64))[1:]
    table = np.stack([np.bincount(given[:each], minlength=n_classes) / each for each in at]) if len(at) else None
    return at, np.zeros((0, n_classes)) if table is None else table
