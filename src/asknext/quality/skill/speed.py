"""How long each annotator takes, and how often hardly any time at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["Speed", "annotator_speed"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Speed:
    """Of A annotators; seconds are NaN where nothing was timed.

    Attributes
    ----------
    votes : (A,) int64 that were timed.
    median, lower, upper : (A,) float64 seconds: the median and the quartiles.
    hasty : (A,) float64 share of the votes that took less than a quarter of the median of everybody's.
    """

    votes: npt.NDArray[np.int64]
    median: Floats
    lower: Floats
    upper: Floats
    hasty: Floats


def annotator_speed(annotators: npt.ArrayLike, seconds: npt.ArrayLike, n_annotators: int) -> Speed:
    """`Speed` from the annotator (m,) and the seconds (m,) of each vote; NaN = not timed.

    Raises
    ------
    InputError : different lengths, an annotator out of range, or a time below 0.
    """
    who, took = np.asarray(annotators, dtype=np.int64), np.asarray(seconds, dtype=np.float64)
    if who.shape != took.shape or who.min(initial=0) < 0 or who.max(initial=-1) >= n_annotators or (took < 0).any():
        raise InputError(
            f"Speed needs an annotator below {n_annotators} and seconds from 0 for each vote; found {len(who)} and "
            f"{len(took)}, the least {np.nanmin(took) if len(took) else 0:g} s."
        )
    timed = ~np.isnan(took)
    who, took = who[timed], took[timed]
    number = np.bincount(who, minlength=n_annotators)
    quick = took < (np.median(took) / 4 if len(took) else 0.0)
    hasty = np.bincount(who, weights=quick, minlength=n_annotators) / np.where(number > 0, number, np.nan)
    median, lower, upper = (_quantiles(who, took, number, share) for share in (0.5, 0.25, 0.75))
    return Speed(number, median, lower, upper, hasty)


def _quantiles(who: npt.NDArray[np.int64], took: Floats, number: npt.NDArray[np.int64], share: float) -> Floats:
    """Of each annotator, by linear interpolation between the two nearest times."""
    ordered = took[np.lexsort((took, who))]
    if len(ordered) == 0:
        return np.full(len(number), np.nan)
    place = (np.cumsum(number) - number) + share * np.maximum(number - 1, 0)
    below = np.minimum(np.floor(place).astype(np.int64), len(ordered) - 1)
    above = np.minimum(below + 1, len(ordered) - 1)
    part = place - below
    return np.where(number > 0, ordered[below] * (1 - part) + ordered[above] * part, np.nan)
