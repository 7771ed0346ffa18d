"""Whether neighbours in the data are neighbours in the file: sorted, drifting or sequential data are not i.i.d."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.quality.data_issues.nearby import Nearby

__all__ = ["OrderTest", "order_test"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

_SHUFFLES, _SAMPLE = 99, 4_000


@dataclass(frozen=True)
class OrderTest:
    """statistic : in [0, 1], how far places of neighbours in the file are from what shuffling gives.

    p_value : how often a shuffled file is as far, at least 0.01. depends : whether the order tells something (p below
    0.05). All are NaN and False below 30 items.
    """

    statistic: float
    p_value: float
    depends: bool


def order_test(near: Nearby, *, seed: int = 0) -> OrderTest:
    """Compare how far apart in the file neighbours stand with how far apart any two items stand.

    The statistic is that of Kolmogorov and Smirnov: the largest difference between the distribution of |i - j| over
    neighbours i, j and over all pairs of places. Its p-value comes from 99 shuffles of the places, so that neighbours
    in common do not mislead. Of more than 4,000 items a sample of rows is looked at, drawn by ``seed``.

    Source: the non-i.i.d. check of Cummings, Snorrason & Mueller 2023; permutation test of Fisher 1935.
    """
    n = len(near.rows)
    if n < 30 or near.rows.shape[1] == 0:
        return OrderTest(float("nan"), float("nan"), False)
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.choice(n, min(n, _SAMPLE), replace=False))
    own, other = np.repeat(rows, near.rows.shape[1]), near.rows[rows].ravel()
    expected = _all_pairs(n)
    found = _statistic(np.abs(own - other), expected)
    shuffled = [_shuffled(rng.permutation(n), own, other, expected) for _ in range(_SHUFFLES)]
    p_value = (1 + sum(each >= found for each in shuffled)) / (1 + _SHUFFLES)
    return OrderTest(found, p_value, p_value < 0.05)


def _shuffled(places: Codes, own: Codes, other: Codes, expected: Floats) -> float:
    return _statistic(np.abs(places[own] - places[other]), expected)


def _all_pairs(n: int) -> Floats:
    """(n,) the share of pairs of places that stand 0, 1, ..., n - 1 or less apart."""
    pairs = np.arange(n, 0, -1, dtype=np.float64)
    pairs[0] = 0.0
    shares: Floats = np.cumsum(pairs) / pairs.sum()
    return shares


def _statistic(apart: Codes, expected: Floats) -> float:
    shares = np.cumsum(np.bincount(apart, minlength=len(expected))) / len(apart)
    return float(np.abs(shares - expected).max())
