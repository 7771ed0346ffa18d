"""How much of what was asked is noise, where the noise is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["noisy_sample_ratio"]


def noisy_sample_ratio(noisy: npt.NDArray[np.bool_], rows: npt.NDArray[np.integer[Any]]) -> float:
    """Share in [0, 1] of the items asked that are noisy; NaN where none was asked.

    Parameters
    ----------
    noisy : (n,) bool, known for generated data.
    rows : (b,) rows of the data set that were asked, in one batch or in all so far.

    Raises
    ------
    InputError : ``noisy`` is not (n,) bool, or a row lies outside it.

    Compare with ``noisy.mean()``, what random choice asks: above it a strategy is drawn to noise.
    """
    if noisy.ndim != 1 or noisy.dtype != np.bool_:
        raise InputError(f"noisy is one True or False an item; found {noisy.dtype} of shape {noisy.shape}.")
    if len(rows) == 0:
        return float("nan")
    if rows.min() < 0 or rows.max() >= len(noisy):
        raise InputError(f"Rows lie between 0 and {len(noisy) - 1}; found {rows.min()} to {rows.max()}.")
    return float(noisy[rows].mean())
