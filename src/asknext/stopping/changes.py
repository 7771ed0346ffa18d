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
    return float(gaps.mean() if multilabel else gaps.sum(axis=0).mean() / 2)


def divergence(before: npt.NDArray[Any], after: npt.NDArray[Any], multilabel: bool = False) -> float:
    """Mean over items of KL(after || before) in nats; of (n, L) the mean over items and labels.

    Probabilities below 1e-6 count as 1e-6: a forest's zeros would make it infinite.
    """
    one, other = _alike(before, after)
    if multilabel:
        return float((_gains(one, other) + _gains(1 - one, 1 - other)).mean())
    return max(float(_gains(one, other).sum(axis=0).mean()), 0.0)


def share_changed(before: npt.NDArray[Any], after: npt.NDArray[Any], multilabel: bool = False) -> float:
    """Share of items of which another class is the most probable one; of (n, L) of which any label changed."""
    one, other = _alike(before, after)
    if multilabel:
        return float(((one >= 0.5) != (other >= 0.5)).any(axis=0).mean())
    return float((one.argmax(axis=0) != other.argmax(axis=0)).mean())


def _alike(before: npt.NDArray[Any], after: npt.NDArray[Any]) -> tuple[Floats, Floats]:
    """(C, n), one row a class; a class that came up later had no probability before."""
    if len(before) != len(after) or len(after) == 0:
        raise InputError(f"Two rounds are compared on the same items; found {len(before)} before, {len(after)} after.")
    width = max(before.shape[1], after.shape[1])
    return _columns(before, width), _columns(after, width)


def _columns(table: npt.NDArray[Any], width: int) -> Floats:
    columns = np.zeros((width, len(table)))
    columns[: table.shape[1]] = table.T
    return columns


def _gains(before: Floats, after: Floats) -> Floats:
    p, q = np.maximum(after, _LEAST), np.maximum(before, _LEAST)
    return np.asarray(p * np.log(p / q))
