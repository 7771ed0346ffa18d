"""Wilcoxon's signed-rank test of pairs of strategies, with Holm's correction for their number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.measures.ranks import checked_table

__all__ = ["PairTest", "SignedRank", "holm", "signed_rank", "wilcoxon_holm"]

Floats = npt.NDArray[np.float64]
_EXACT = 400  # beyond, the normal approximation differs by less than is ever reported
_DIGITS = 12


@dataclass(frozen=True)
class SignedRank:
    """Wilcoxon's signed-rank test of paired differences.

    Attributes
    ----------
    positive, negative : sums of the ranks of the positive and of the negative differences.
    p : two-sided.
    n : pairs, zeros included.  zeros : pairs without a difference.
    exact : whether p counts all sign patterns; else it is the normal approximation.
    """

    positive: float
    negative: float
    p: float
    n: int
    zeros: int
    exact: bool


@dataclass(frozen=True)
class PairTest:
    """Two strategies over the same data sets (or seeds).

    Attributes
    ----------
    difference : mean of first - second, greater = the first is better.
    p : of the signed-rank test alone.  p_holm : corrected for all the pairs tested together.
    n, zeros, exact : as in `SignedRank`.
    """

    first: str
    second: str
    difference: float
    p: float
    p_holm: float
    n: int
    zeros: int
    exact: bool


def signed_rank(differences: npt.ArrayLike) -> SignedRank:
    """Wilcoxon's test that paired differences lie symmetrically around 0.

    Parameters
    ----------
    differences : (n,) finite numbers, n >= 1; those that agree to 12 decimals are equal.

    Returns
    -------
    Zeros take part in the ranking and are then dropped (Pratt 1959); equal sizes share their mean rank. Up to 400
    pairs p is exact for the ranks as they are, ties and zeros included: the share of the 2^m sign patterns of the m
    differences other than 0 whose rank sum is as extreme. With no difference at all p is 1.

    Raises
    ------
    InputError : no numbers, or one of them is not finite.

    Sources: Wilcoxon 1945; Pratt 1959.
    """
    gaps = np.round(np.asarray(differences, dtype=np.float64), _DIGITS)
    if gaps.ndim != 1 or len(gaps) == 0 or not np.isfinite(gaps).all():
        raise InputError(f"A signed-rank test needs at least one difference, all of them numbers; found {gaps}.")
    from scipy.stats import rankdata

    ranks = rankdata(np.abs(gaps))
    positive, negative = float(ranks[gaps > 0].sum()), float(ranks[gaps < 0].sum())
    used = ranks[gaps != 0]
    exact = len(used) <= _EXACT
    p = 1.0 if len(used) == 0 else _exact_p(used, positive) if exact else _normal_p(used, positive)
    return SignedRank(positive, negative, p, len(gaps), len(gaps) - len(used), exact)


def holm(p_values: npt.ArrayLike) -> Floats:
    """(m,) p-values corrected for testing m hypotheses together (Holm 1979), in the order given.

    The smallest is multiplied by m, the next by m - 1 and so on; none falls below one before it, none exceeds 1.
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    stepped = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1.0)
    corrected = np.empty_like(stepped)
    corrected[order] = stepped
    return corrected


def wilcoxon_holm(
    values: npt.ArrayLike, names: Sequence[str], *, greater_is_better: bool = True, against: str | None = None
) -> tuple[PairTest, ...]:
    """The signed-rank test of every pair of strategies, corrected by Holm for all of them.

    Parameters
    ----------
    values : (N, k) one number for each of N data sets (mean over seeds) and k strategies; or, within one data set,
        one for each of N seeds.
    names : k distinct names.
    against : test only the pairs with this one, as first against each of the others: fewer pairs, smaller correction.

    Returns
    -------
    One `PairTest` a pair, in the order of ``names``; with ``against``, ``second`` is that name.

    Raises
    ------
    InputError : shapes do not fit or a value is missing.  UnknownName : ``against`` is not among ``names``.

    Sources: Wilcoxon 1945; Holm 1979; for pairs of classifiers Benavoli, Corani & Mangili 2016.
    """
    table = checked_table(values, names) * (1.0 if greater_is_better else -1.0)
    pairs = _pairs(list(names), against)
    gaps = [table[:, first] - table[:, second] for first, second in pairs]
    tests = [signed_rank(each) for each in gaps]
    corrected = holm([each.p for each in tests])
    return tuple(
        PairTest(
            names[pair[0]], names[pair[1]], float(gap.mean()), test.p, float(p), test.n, test.zeros, test.exact
        )
        for pair, gap, test, p in zip(pairs, gaps, tests, corrected, strict=True)
    )  # fmt: skip


def _pairs(names: list[str], against: str | None) -> list[tuple[int, int]]:
    if against is None:
        return list(combinations(range(len(names)), 2))
    if against not in names:
        raise UnknownName("strategy", against, names)
    rival = names.index(against)
    return [(at, rival) for at in range(len(names)) if at != rival]


def _exact_p(ranks: Floats, positive: float) -> float:
    """Twice the smaller tail. Ranks are multiples of a half, so that their doubles count places of an array."""
    steps = np.rint(2 * ranks).astype(np.int64)
    chances = np.zeros(int(steps.sum()) + 1)
    chances[0] = 1.0
    for step in steps:
        chances[step:] = 0.5 * (chances[step:] + chances[: len(chances) - step])
        chances[:step] *= 0.5
    at = round(2 * positive)
    return min(1.0, 2 * float(min(chances[: at + 1].sum(), chances[at:].sum())))


def _normal_p(ranks: Floats, positive: float) -> float:
    """With the correction for continuity; the variance from the ranks as they are, so ties are in it."""
    mean, deviation = float(ranks.sum()) / 2, math.sqrt(float((ranks**2).sum())) / 2
    distance = max(abs(positive - mean) - 0.5, 0.0) / deviation
    return math.erfc(distance / math.sqrt(2))
