"""The Friedman test: do strategies differ at all, over several data sets?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.ranks import ranks_by_row

__all__ = ["Friedman", "friedman"]


@dataclass(frozen=True)
class Friedman:
    """The test of the hypothesis that all strategies rank alike.

    Attributes
    ----------
    chi_square, chi_square_p : Friedman's statistic, corrected for ties, with k - 1 degrees of freedom.
    f, p : Iman and Davenport's statistic, F with k - 1 and (k - 1)(N - 1) degrees of freedom, which is less
        conservative; ``p`` is the one to report.
    ranks : (k,) average ranks in the order of the columns; 1 = best.
    n : data sets.
    """

    chi_square: float
    chi_square_p: float
    f: float
    p: float
    ranks: tuple[float, ...]
    n: int


def friedman(values: npt.ArrayLike, *, greater_is_better: bool = True) -> Friedman:
    """Friedman's test with the correction of Iman and Davenport.

    Parameters
    ----------
    values : (N, k) one number for each of N data sets (mean over seeds: seeds of one data set are not independent
        data sets) and k strategies.

    Returns
    -------
    With R_j the average ranks, chi2 = 12 N / (k (k + 1)) sum_j (R_j - (k + 1) / 2)^2 / c, where
    c = 1 - sum (t^3 - t) / (N (k^3 - k)) over groups of t tied ranks, and F = (N - 1) chi2 / (N (k - 1) - chi2).
    Where all data sets give one and the same order F is infinite; then p = (1 / k!)^(N - 1), as Conover advises.
    Where all values are tied nothing differs: p = 1.

    Raises
    ------
    InputError : fewer than two data sets or strategies, or a value is missing.

    Sources: Friedman 1937; Iman & Davenport 1980; Conover 1999; for classifiers Demsar 2006.
    """
    ranks = ranks_by_row(values, greater_is_better=greater_is_better)
    n, k = ranks.shape
    if n < 2:
        raise InputError(f"The Friedman test compares strategies over several data sets; found {n}.")
    means = tuple(float(each) for each in ranks.mean(axis=0))
    untied = _untied(ranks)
    if untied == 0:
        return Friedman(0.0, 1.0, 0.0, 1.0, means, n)
    chi_square = 12 * n / (k * (k + 1)) * float(((ranks.mean(axis=0) - (k + 1) / 2) ** 2).sum()) / untied
    f, p = _iman_davenport(chi_square, n, k)
    from scipy.stats import chi2

    return Friedman(chi_square, float(chi2.sf(chi_square, k - 1)), f, p, means, n)


def _untied(ranks: npt.NDArray[np.float64]) -> float:
    """1 where no row has ties, 0 where every row is one tie."""
    n, k = ranks.shape
    counts = [np.unique(row, return_counts=True)[1] for row in ranks]
    tied = sum(int((each**3 - each).sum()) for each in counts)
    return 1 - tied / float(n * (k**3 - k))


def _iman_davenport(chi_square: float, n: int, k: int) -> tuple[float, float]:
    from scipy.stats import f as distribution

    room = n * (k - 1) - chi_square
    if room <= 1e-9 * n * (k - 1):
        return math.inf, math.pow(math.factorial(k), 1 - n)
    statistic = (n - 1) * chi_square / room
    return statistic, float(distribution.sf(statistic, k - 1, (k - 1) * (n - 1)))
