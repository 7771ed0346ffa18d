"""How far the probabilities of the same items moved between two rounds."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["divergence", "share_changed", "total_variation"]

Floats = npt.NDArray[np.float64]
_LEAST = 1e-6


def total_variation(before: npt.NDArray[Any], after: npt.NDArray[Any], multilabel: bool = False) -> float:
    """Mean over items of half the sum over classes of |difference|; of (n, L) the mean over items and labels of it."""
    one, other = _alike(before, after)
    gaps = np.abs(one - other)
    return float(gaps.mean() if multilabel else gaps.sum(axis=1).mean() / 2)


def divergence(before: npt.NDArray[Any], after: npt.NDArray[Any], multilabel: bool = False) -> float:
    """Mean over items of KL(after || before) in nats; of (n, L) the mean over items and labels.

    Probabilities below 1e-6 count as 1e-6: a forest's zeros would make it infinite.
    """
    one, other = _alike(before, after)
    if multilabel:
        return float((_gains(one, other) + _gains(1 - one, 1 - other)).mean())
    return max(float(_gains(one, other).sum(axis=1).mean()), 0.0)


def share_changed(before: npt.NDArray[Any], after: npt.NDArray[Any], multilabel: bool = False) -> float:
    """Share of items of which another class is the most probable one; of (n, L) of which any label changed."""
    one, other = _alike(before, after)
    if multilabel:
        return float(((one >= 0.5) != (other >= 0.5)).any(axis=1).mean())
    return float((one.argmax(axis=1) != other.argmax(axis=1)).mean())


def _alike(before: npt.NDArray[Any], after: npt.NDArray[Any]) -> tuple[Floats, Floats]:
    """A class that came up later had no probability before."""
    if len(before) != len(after) or len(after) == 0:
        raise InputError(f"Two rounds are compared on the same items; found {len(before)} before, {len(after)} after.")
    width = max(before.shape[1], after.shape[1])
    one, other = (np.pad(table, ((0, 0), (0, width - table.shape[1]))) for table in (before, after))
    return one.astype(np.float64), other.astype(np.float64)


def _gains(before: Floats, after: Floats) -> Floats:
    p, q = np.maximum(after, _LEAST), np.maximum(before, _LEAST)
    return np.asarray(p * np.log(p / q))
