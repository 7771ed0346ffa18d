"""Agreement of annotators who give numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.quality.agreement.beyond_chance import less_than_chance
from asknext.quality.agreement.interval import Estimated
from asknext.quality.agreement.item_sums import bootstrap_of_sums
from asknext.quality.agreement.krippendorff import krippendorff_alpha
from asknext.quality.number_votes import NumberVotes

__all__ = ["alpha_of_numbers", "interval_alpha"]

Floats = npt.NDArray[np.float64]


def alpha_of_numbers(votes: NumberVotes, metric: str = "interval") -> float:
    """Krippendorff's alpha of numbers: ``"interval"`` (differences), ``"ordinal"`` (ranks) or ``"ratio"`` (amounts).

    Memory is items times different numbers. Raises `InputError` as `krippendorff_alpha`.
    """
    coded, numbers = votes.coded()
    return krippendorff_alpha(coded, metric, numbers)


def interval_alpha(votes: NumberVotes, *, seed: int = 0) -> Estimated:
    """Krippendorff's alpha (2011) with squared differences, and its 95 % interval over items; NaN without two answers.

    Time and memory are those of the votes: of m numbers of an item the squared differences of all pairs sum to
    2 (m sum x^2 - (sum x)^2).
    """
    size = votes.n_items
    number = np.bincount(votes.items, minlength=size).astype(np.float64)
    paired = number >= 2
    used = paired[votes.items]
    # Centred, so that the difference of two large sums keeps its digits.
    off = votes.values - (votes.values[used].mean() if used.any() else 0.0)
    sums, squares = (np.bincount(votes.items, each, size) for each in (off, off * off))
    apart = 2.0 * (number * squares - sums**2) / np.maximum(number - 1.0, 1.0)
    rows = np.column_stack([apart, number, sums, squares])[paired]
    return bootstrap_of_sums(rows, _alpha, seed=seed)[0]


def _alpha(sums: Floats) -> Floats:
    apart, number, total, squares = np.moveaxis(sums, -1, 0)
    expected = 2.0 * (number * squares - total**2) / np.maximum(number - 1.0, 1.0)
    return np.where(number >= 2, less_than_chance(apart, expected), np.nan)[..., None]
