"""Content as its principal components, without looking at labels or at a given test part."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["reduced"]


def reduced(content: Any, parts: int, test_rows: npt.NDArray[np.int64] | None) -> npt.NDArray[np.float64]:
    """(n, parts) float64, the components of largest variance first; the largest weight of each is positive.

    Raises
    ------
    InputError : texts, or more components than columns or rows.
    """
    if isinstance(content, list):
        raise InputError("reduce is for columns of numbers, and the items here are texts: leave it out.")
    values = np.asarray(content, dtype=np.float64)
    learnt = values if test_rows is None else np.delete(values, test_rows, axis=0)
    if parts > min(learnt.shape):
        raise InputError(
            f"reduce is {parts}, but {len(learnt)} rows of {learnt.shape[1]} columns have fewer components."
        )
    mean = learnt.mean(axis=0)
    _, vectors = np.linalg.eigh((learnt - mean).T @ (learnt - mean))
    weights = vectors[:, ::-1][:, :parts]
    signs = np.sign(weights[np.abs(weights).argmax(axis=0), np.arange(parts)])
    return np.asarray((values - mean) @ (weights * signs))
