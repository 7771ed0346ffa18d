"""How many seeds, or data sets, it takes to tell strategies apart."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.critical_difference import nemenyi_difference

__all__ = ["SeedsNeeded", "data_sets_needed", "paired_power", "pairs_needed", "seeds_needed"]

_MOST = 100_000
_CAUTION = 0.2


@dataclass(frozen=True)
class SeedsNeeded:
    """A plan for a paired test.

    Attributes
    ----------
    seeds : pairs with which the test finds ``effect`` with the power asked for; None: more than 100,000.
    cautious : the same, were the true spread as large as it may well be (its upper 80 % limit): a spread known from
        few seeds is known badly.
    have : pairs there are.
    effect, deviation : the difference to be found, and the standard deviation of the differences.
    sentence : the same for a person.
    """

    seeds: int | None
    cautious: int | None
    have: int
    effect: float
    deviation: float
    sentence: str


def seeds_needed(
    differences: npt.ArrayLike,
    *,
    effect: float | None = None,
    power: float = 0.8,
    level: float = 0.05,
    comparisons: int = 1,
) -> SeedsNeeded:
    """How many seeds a paired t test needs, judged by the paired differences so far.

    Parameters
    ----------
    differences : (n,) of two strategies at the same seeds, n >= 2.
    effect : the smallest difference worth knowing about. Without it the observed mean difference is taken for the
        true one, which is optimistic where it was noticed because it is large.
    power : chance to find it.  level : of the two-sided test.
    comparisons : pairs tested together; the test then has to hold at level / comparisons (Bonferroni; Holm needs no
        more).

    Returns
    -------
    The smallest n with P(|T| > t_{1 - level/2, n-1}) >= power, T noncentral t with n - 1 degrees of freedom and
    noncentrality sqrt(n) effect / s, s the standard deviation of ``differences``; and the same with
    s sqrt((n0 - 1) / chi2_{.2, n0 - 1}), the upper 80 % limit of s from the n0 differences there are.

    Raises
    ------
    InputError : fewer than two differences, or not all of them numbers.

    Sources: Cohen 1988; for the upper limit of a pilot's spread Browne 1995.
    """
    from scipy.stats import chi2

    gaps = np.asarray(differences, dtype=np.float64)
    if gaps.ndim != 1 or len(gaps) < 2 or not np.isfinite(gaps).all():
        raise InputError(f"The spread of differences is known from at least two of them; found {gaps}.")
    n, deviation = len(gaps), float(gaps.std(ddof=1))
    size = abs(float(gaps.mean()) if effect is None else effect)
    wide = deviation * math.sqrt((n - 1) / float(chi2.ppf(_CAUTION, n - 1)))
    needed, cautious = (pairs_needed(size, each, power=power, level=level / comparisons) for each in (deviation, wide))
    return SeedsNeeded(needed, cautious, n, size, deviation, _sentence(needed, cautious, n, size, power))


def pairs_needed(effect: float, deviation: float, *, power: float = 0.8, level: float = 0.05) -> int | None:
    """The smallest number of pairs, at least 2, with which `paired_power` is ``power``; None beyond 100,000."""
    if not 0 < power < 1 or not 0 < level < 1:
        raise InputError(f"Power and level lie between 0 and 1; found {power} and {level}.")
    low, high = 2, 2
    while paired_power(high, effect, deviation, level) < power:
        if high > _MOST:
            return None
        low, high = high, 2 * high
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if paired_power(middle, effect, deviation, level) >= power else (middle + 1, high)
    return low


def paired_power(n: int, effect: float, deviation: float, level: float = 0.05) -> float:
    """Chance that a two-sided paired t test of ``n`` >= 2 pairs finds a true mean difference ``effect``."""
    from scipy.stats import nct, norm, t

    if deviation == 0 or effect == 0:
        return level if effect == 0 else 1.0
    shift, edge = abs(effect) / deviation * math.sqrt(n), float(t.ppf(1 - level / 2, n - 1))
    if n > 1_000 or shift > 30:  # the noncentral t is the normal there, and overflows further out
        return float(norm.sf(edge - shift) + norm.cdf(-edge - shift))
    return float(nct.sf(edge, n - 1, shift) + nct.cdf(-edge, n - 1, shift))


def data_sets_needed(gap: float, k: int, *, power: float = 0.8, level: float = 0.05) -> int:
    """How many data sets until average ranks ``gap`` apart, of ``k`` strategies, differ by Nemenyi's test.

    With q its critical value (see `nemenyi_difference`) and z the normal point of ``power``, the smallest N with
    gap >= (q + z) sqrt(k (k + 1) / (6 N)). The spread is that of strategies that do not differ, which is the largest,
    so fewer may do. At least 2.

    Raises
    ------
    InputError : ``gap`` is not positive, or larger than k - 1, which ranks cannot be apart.
    """
    from scipy.stats import norm

    if not 0 < gap <= k - 1:
        raise InputError(f"Average ranks of {k} strategies are more than 0 and at most {k - 1} apart; found {gap}.")
    one = nemenyi_difference(k, 1, level) + float(norm.ppf(power)) * math.sqrt(k * (k + 1) / 6)
    return max(2, math.ceil((one / gap) ** 2))


def _sentence(needed: int | None, cautious: int | None, have: int, effect: float, power: float) -> str:
    if needed is None:
        return f"A difference of {effect:.4f}, seen over {have} seeds, is told from none by no number of seeds."
    reach = f"{needed}" if cautious in (None, needed) else f"{needed} to {cautious}"
    there = "enough" if have >= (cautious or math.inf) else "perhaps enough" if have >= needed else "too few"
    return (
        f"To find a difference of {effect:.4f} with {power:.0%} power takes about {reach} seeds; {have} are there, "
        f"{there}."
    )
