"""What a share may be after having seen some successes: the middle of a Beta distribution."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Shares", "beta_interval"]

Floats = npt.NDArray[np.float64]


class Shares(NamedTuple):
    """Shares with credible intervals, all of one shape, float64.

    Attributes
    ----------
    value : successes / tries; NaN where nothing was tried.
    low, high : the ends of the interval.
    tries : how many there were; expected numbers need not be whole.
    """

    value: Floats
    low: Floats
    high: Floats
    tries: Floats


def beta_interval(successes: npt.ArrayLike, tries: npt.ArrayLike, level: float = 0.95, prior: float = 0.5) -> Shares:
    """`Shares` with the middle ``level`` of Beta(successes + prior, failures + prior); 0.5 is Jeffreys' (1946)."""
    from scipy.special import betaincinv

    total = np.asarray(tries, dtype=np.float64)
    right = np.minimum(np.asarray(successes, dtype=np.float64), total)
    value = np.where(total > 0, right, np.nan) / np.where(total > 0, total, 1.0)
    edge, first, second = (1.0 - level) / 2, right + prior, total - right + prior
    return Shares(value, betaincinv(first, second, edge), betaincinv(first, second, 1.0 - edge), total)
