"""The mean learning curve over seeds, with its interval at every point."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.measures.common_labels import CurvePoints, common_labels

__all__ = ["MeanCurve", "mean_curve"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MeanCurve:
    """A curve over seeds.

    Attributes
    ----------
    labels : (P,) int64.
    mean, low, high : (P,) float64; low and high, of the interval at each point alone, are NaN below two seeds.
    seeds : (P,) int64, how many have a value there; where fewer than all, the score was not defined in some rounds.
    """

    labels: npt.NDArray[np.int64]
    mean: Floats
    low: Floats
    high: Floats
    seeds: npt.NDArray[np.int64]


def mean_curve(curves: Sequence[CurvePoints], *, level: float = 0.95) -> MeanCurve:
    """Mean over seeds at the labels all curves reach (see `common_labels`), with Student's t interval.

    Parameters
    ----------
    curves : one pair (labels, scores) a seed.  level : of the interval.

    Raises
    ------
    InputError : as of `common_labels`.

    The interval holds at each number of labels alone, not for the whole curve at once.
    """
    from scipy.stats import t

    labels, table = common_labels(curves)
    seeds = (~np.isnan(table)).sum(axis=0)
    with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)  # a column without any value has the mean NaN, as it should
        mean, deviation = np.nanmean(table, axis=0), np.nanstd(table, axis=0, ddof=1)
        half = t.ppf((1 + level) / 2, np.maximum(seeds - 1, 1)) * deviation / np.sqrt(seeds)
    return MeanCurve(labels, mean, mean - half, mean + half, seeds)
