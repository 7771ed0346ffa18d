"""Whether a share differs from what was expected by more than chance, exactly, for many shares at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.measures.wilcoxon_holm import holm

__all__ = ["beyond_doubt", "binomial_p", "two_shares_p"]

Floats = npt.NDArray[np.float64]


def binomial_p(successes: npt.ArrayLike, n: npt.ArrayLike, share: npt.ArrayLike = 0.5) -> Floats:
    """Two-sided p-values of seeing ``successes`` of ``n`` where each has the chance ``share``; arrays of one shape.

    Twice the smaller tail, at most 1, and 1 where n is 0 (Clopper & Pearson 1934; with a share of 0.5 of pairs that
    differ it is the exact test of McNemar 1947).
    """
    from scipy.stats import binom

    k, size, chance = np.broadcast_arrays(np.asarray(successes), np.asarray(n), np.asarray(share))
    smaller = np.minimum(binom.cdf(k, size, chance), binom.sf(k - 1, size, chance))
    return np.where(size > 0, np.minimum(2 * smaller, 1.0), 1.0)


def two_shares_p(
    first: npt.ArrayLike, of_first: npt.ArrayLike, second: npt.ArrayLike, of_second: npt.ArrayLike
) -> Floats:
    """Two-sided p-values of Fisher's exact test (1922) that two shares are the same; arrays of one shape.

    Twice the smaller tail of the hypergeometric distribution, at most 1.
    """
    from scipy.stats import hypergeom

    a, m, b, n = np.broadcast_arrays(*(np.asarray(each) for each in (first, of_first, second, of_second)))
    drawn = (a, m + n, a + b, m)
    smaller = np.minimum(hypergeom.cdf(*drawn), hypergeom.sf(a - 1, *drawn[1:]))
    return np.where((m > 0) & (n > 0), np.minimum(2 * smaller, 1.0), 1.0)


def beyond_doubt(p_values: npt.ArrayLike, level: float = 0.05) -> npt.NDArray[np.bool_]:
    """Which differ, with all of them tested together (Holm 1979); of the shape given."""
    p = np.asarray(p_values, dtype=np.float64)
    return np.asarray(holm(p.ravel()) < level).reshape(p.shape)
