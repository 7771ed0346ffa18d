"""95 % intervals: Wilson for shares, Student's t over seeds, percentiles of a bootstrap over items."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

__all__ = ["bootstrap_rows", "percentile_interval", "t_interval", "wilson"]

_Z95 = 1.959963984540054


def wilson(successes: float, n: int, z: float = _Z95) -> tuple[float, float]:
    """Wilson's score interval (1927) of a share; (0, 1) where nothing was counted."""
    if n == 0:
        return 0.0, 1.0
    share, square = successes / n, z * z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = z * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(centre - half, 0.0), min(centre + half, 1.0)


def t_interval(values: npt.ArrayLike, axis: int = 0, level: float = 0.95) -> tuple[npt.NDArray[np.float64], ...]:
    """(mean, low, high) along ``axis`` by Student's t; low and high are NaN where there is one value."""
    from scipy.stats import t

    table = np.asarray(values, dtype=np.float64)
    n, mean = table.shape[axis], table.mean(axis=axis)
    if n < 2:
        return mean, np.full_like(mean, np.nan), np.full_like(mean, np.nan)
    half = t.ppf((1 + level) / 2, n - 1) * table.std(axis=axis, ddof=1) / math.sqrt(n)
    return mean, mean - half, mean + half


def bootstrap_rows(n: int, replicates: int, seed: int) -> npt.NDArray[np.int64]:
    """(replicates, n) int64 rows drawn with replacement; the same ``n`` and ``seed`` give the same rows."""
    return np.random.default_rng(seed).integers(0, n, size=(replicates, n))


def percentile_interval(values: npt.ArrayLike, level: float = 0.95) -> tuple[float, float]:
    """The middle ``level`` of ``values`` (1-D, infinities allowed, NaN left out); (NaN, NaN) where none is left."""
    table = np.sort(np.asarray(values, dtype=np.float64))
    table = table[~np.isnan(table)]
    if len(table) == 0:
        return float("nan"), float("nan")
    edge = (1 - level) / 2
    last = len(table) - 1
    return float(table[math.floor(edge * last)]), float(table[math.ceil((1 - edge) * last)])
