"""The agreement that is more than chance would give, as a share of what chance leaves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["beyond_chance", "less_than_chance"]

Floats = npt.NDArray[np.float64]


def beyond_chance(observed: Floats, expected: Floats) -> Floats:
    """(observed - expected) / (1 - expected), elementwise.

    Where chance alone explains full agreement the ratio is 0 / 0: everybody gave one and the same class, and agrees: 1.
    NaN stays NaN.
    """
    return less_than_chance(1.0 - observed, 1.0 - expected)


def less_than_chance(observed: Floats, expected: Floats) -> Floats:
    """1 - observed / expected disagreement, elementwise; 1 where neither was possible."""
    observed, expected = np.asarray(observed, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    none = expected <= 1e-15
    return np.where(none & ~np.isnan(observed), 1.0, 1.0 - observed / np.where(none, np.nan, expected))
