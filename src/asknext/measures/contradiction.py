"""How much the model changed its mind between two rounds."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["contradiction"]


def contradiction(before: npt.NDArray[Any], after: npt.NDArray[Any]) -> float:
    """Share of predictions on the same items that differ between two rounds (Abraham & Dreyfus-Schmidt 2020).

    Parameters
    ----------
    before, after : (s,) class codes, or (s, L) zeros and ones: then the share of labels that differ.

    Returns
    -------
    In [0, 1]: near 0 = little more to gain; flat and high = stuck. NaN where there are no items.

    Raises
    ------
    InputError : the two rounds predicted different numbers of items.
    """
    if before.shape[:1] != after.shape[:1]:
        raise InputError(
            f"Contradiction compares predictions on the same items; found {len(before)} before and {len(after)} after."
        )
    if before.size == 0:
        return float("nan")
    if before.ndim == 2:
        before, after = _same_width(before, after)
    return float(np.mean(before != after))


def _same_width(before: npt.NDArray[Any], after: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """A label that came up later was predicted for nobody before."""
    width = max(before.shape[1], after.shape[1])
    padded = [np.pad(table, ((0, 0), (0, width - table.shape[1]))) for table in (before, after)]
    return padded[0], padded[1]
