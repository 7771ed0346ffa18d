"""Agreement of ordered levels beyond chance, disagreements weighted by their square."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["quadratic_kappa"]

Ranks = npt.NDArray[np.integer[Any]]


def quadratic_kappa(one: Ranks, other: Ranks) -> float:
    """Weighted kappa of two ratings (m,) in whole levels with squared weights (Cohen, 1968).

    ``1 - mean (a - b)^2 / expected (a - b)^2`` where ratings are drawn from either margin independently; NaN where the
    latter is 0, as all ratings are the same.
    """
    if len(one) == 0:
        return float("nan")
    a, b = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    expected = a.var() + b.var() + (a.mean() - b.mean()) ** 2
    return float("nan") if expected <= 1e-15 else float(1 - np.mean((a - b) ** 2) / expected)
