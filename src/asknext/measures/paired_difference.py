"""Two strategies on one data set, compared seed by seed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["PairedDifference", "paired_difference"]


@dataclass(frozen=True)
class PairedDifference:
    """Mean of first - second over seeds.

    Attributes
    ----------
    mean, low, high : with its interval by Student's t; low and high are NaN with a single pair.
    p : two-sided; NaN with a single pair.
    deviation : standard deviation of the differences; NaN with a single pair.
    n : pairs used.  left_out : pairs in which either has no value.
    """

    mean: float
    low: float
    high: float
    p: float
    deviation: float
    n: int
    left_out: int = 0


def paired_difference(
    first: npt.ArrayLike, second: npt.ArrayLike, *, level: float = 0.95, test_to_train: float = 0.0
) -> PairedDifference:
    """The mean difference of two strategies over the same seeds, its interval and p by the paired t test.

    Parameters
    ----------
    first, second : (s,) values of both at the same seeds, in the same order; pairs with NaN are left out and counted.
    level : of the interval.
    test_to_train : 0 = speak about this data set, over splits and starts. For a statement about other samples of the
        same population give the ratio of test to training items: splits of one data set share most of their items,
        and the variance of the mean is then (1 / n + ratio) s^2 (Nadeau & Bengio 2003) instead of s^2 / n.

    Raises
    ------
    InputError : lengths differ, no pair is left, or ``test_to_train`` is negative.

    Sources: Student 1908; Nadeau & Bengio 2003, "Inference for the generalization error".
    """
    left, right = (np.asarray(each, dtype=np.float64) for each in (first, second))
    if left.shape != right.shape or left.ndim != 1:
        raise InputError(f"Pairs need as many values of both; found shapes {left.shape} and {right.shape}.")
    if test_to_train < 0:
        raise InputError(f"test_to_train is a ratio of sizes; found {test_to_train}.")
    gaps = left - right
    kept = gaps[~np.isnan(gaps)]
    if len(kept) == 0:
        raise InputError(f"There is no seed at which both have a value (of {len(gaps)} seeds).")
    return _tested(kept, level, test_to_train, len(gaps) - len(kept))


def _tested(gaps: npt.NDArray[np.float64], level: float, ratio: float, left_out: int) -> PairedDifference:
    n, mean = len(gaps), float(gaps.mean())
    if n < 2:
        return PairedDifference(mean, math.nan, math.nan, math.nan, math.nan, n, left_out)
    from scipy.stats import t

    deviation = float(gaps.std(ddof=1))
    error = deviation * math.sqrt(1 / n + ratio)
    half = float(t.ppf((1 + level) / 2, n - 1)) * error
    p = 2 * float(t.sf(abs(mean) / error, n - 1)) if error > 0 else float(mean == 0)
    return PairedDifference(mean, mean - half, mean + half, p, deviation, n, left_out)
