"""How sure a number about agreement is: its interval over items drawn again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.measures.intervals import percentile_interval

__all__ = ["Estimated", "bootstrap_over_items", "count_patterns"]

Floats = npt.NDArray[np.float64]

# (p, K) votes per class of p rows and (..., p) how often each row counts, to (...) numbers.
CountStatistic = Callable[[Floats, Floats], Floats]

_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Estimated:
    """A number with its interval; NaN where it is not defined."""

    value: float
    low: float
    high: float


def bootstrap_over_items(
    statistic: CountStatistic, counts: Floats, *, replicates: int = 1000, level: float = 0.95, seed: int = 0
) -> Estimated:
    """``statistic`` of the items, and the middle ``level`` of it over items drawn with replacement.

    Parameters
    ----------
    statistic : such as `fleiss_of_counts`: of rows (p, K) and how often each counts (r, p), the r numbers.
    counts : (n, K) float64 votes per class of each item; items without a vote are left out.
    replicates, seed : of the draws; the same seed gives the same interval.

    Items with the same votes are alike, so how often each *pattern* of votes is drawn is drawn at once: a hundred
    thousand items with three votes of five classes have 35 patterns.
    """
    patterns, times = count_patterns(counts)
    value = float(statistic(patterns, times.astype(np.float64)))
    n = int(times.sum())
    if n == 0 or np.isnan(value):
        return Estimated(value, float("nan"), float("nan"))
    rng, found = np.random.default_rng(seed), []
    for size in _chunks(replicates, max(1, _AT_ONCE // len(times))):
        found.append(statistic(patterns, rng.multinomial(n, times / n, size=size).astype(np.float64)))
    return Estimated(value, *percentile_interval(np.concatenate(found), level))


def count_patterns(counts: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """(p, K) the different rows of ``counts`` (n, K) that have a vote, and (p,) how many items have each."""
    voted = counts[counts.sum(axis=1) > 0]
    if len(voted) == 0:
        return voted, np.zeros(0, dtype=np.int64)
    base = int(voted.max()) + 1
    if base ** counts.shape[1] >= 2**62:
        rows, times = np.unique(voted, axis=0, return_counts=True)
        return rows, times
    # One whole number for each row sorts many times faster than rows do.
    keys = voted.astype(np.int64) @ (base ** np.arange(counts.shape[1], dtype=np.int64))
    _, first, times = np.unique(keys, return_index=True, return_counts=True)
    return voted[first], times


def _chunks(total: int, most: int) -> list[int]:
    return [min(most, total - start) for start in range(0, total, most)]
