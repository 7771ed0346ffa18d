"""Features brought to one scale, without looking at labels or at a given test part."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["SCALES", "scaled"]

SCALES = ("none", "standard", "minmax")


def scaled(content: Any, how: str, test_rows: npt.NDArray[np.int64] | None) -> Any:
    """(n, d) float64 with mean 0 and deviation 1, or from 0 to 1, by column; constant columns become 0.

    Raises `InputError` for texts.
    """
    if how == "none":
        return content
    if isinstance(content, list):
        raise InputError(f"scale: {how} is for columns of numbers, and the items here are texts: leave it out.")
    values = np.asarray(content, dtype=np.float64)
    learnt = values if test_rows is None else np.delete(values, test_rows, axis=0)
    if how == "standard":
        low, width = learnt.mean(axis=0), learnt.std(axis=0)
    else:
        low = learnt.min(axis=0)
        width = learnt.max(axis=0) - low
    return (values - low) / np.where(width > 0, width, 1.0)
