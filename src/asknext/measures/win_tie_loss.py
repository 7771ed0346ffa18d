"""On how many data sets a strategy is better than random, no different, or worse."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.paired_difference import PairedDifference, paired_difference

__all__ = ["Outcome", "WinTieLoss", "win_tie_loss"]


@dataclass(frozen=True)
class Outcome:
    """One data set.

    Attributes
    ----------
    verdict : "win", "tie" or "loss": a tie is a difference that the paired test does not tell from none.
    difference : over seeds, positive = better than the reference.
    """

    data_set: str
    verdict: str
    difference: PairedDifference


@dataclass(frozen=True)
class WinTieLoss:
    """Counts over data sets.

    Attributes
    ----------
    sign_p : two-sided sign test over the data sets that differ at all, by the sign of their mean difference; the
        counts themselves are no test.
    outcomes : one a data set, in the order given.
    """

    wins: int
    ties: int
    losses: int
    sign_p: float
    outcomes: tuple[Outcome, ...]


def win_tie_loss(
    values: Mapping[str, npt.ArrayLike],
    reference: Mapping[str, npt.ArrayLike],
    *,
    greater_is_better: bool = True,
    level: float = 0.05,
) -> WinTieLoss:
    """Wins, ties and losses of a strategy against a reference (random choice), by the paired t test per data set.

    Parameters
    ----------
    values, reference : data set -> (s,) values over the same seeds in the same order, at least two.
    level : a difference with p below it is a win or a loss. It holds for each data set alone, as is usual for such
        counts: of 20 data sets without any difference one is expected to count as a win or loss.

    Raises
    ------
    InputError : the two have other data sets, or one of them fewer than two seeds at which both have a value.

    Source of the counts: Huang, Jin & Zhou 2010 and most papers since; of the sign test Demsar 2006, section 3.1.3.
    """
    if set(values) != set(reference) or not values:
        raise InputError(
            f"Wins are counted over the data sets of both; found {sorted(values)} and {sorted(reference)}."
        )
    sign = 1.0 if greater_is_better else -1.0
    outcomes = tuple(_outcome(name, values[name], reference[name], sign, level) for name in values)
    verdicts = [each.verdict for each in outcomes]
    return WinTieLoss(
        verdicts.count("win"), verdicts.count("tie"), verdicts.count("loss"), _sign_test(outcomes), outcomes
    )


def _outcome(name: str, mine: npt.ArrayLike, theirs: npt.ArrayLike, sign: float, level: float) -> Outcome:
    found = paired_difference(sign * np.asarray(mine, np.float64), sign * np.asarray(theirs, np.float64))
    if found.n < 2:
        raise InputError(f"Data set {name!r} has a single seed with both values; a paired test needs at least two.")
    if found.p >= level:
        return Outcome(name, "tie", found)
    return Outcome(name, "win" if found.mean > 0 else "loss", found)


def _sign_test(outcomes: tuple[Outcome, ...]) -> float:
    better = sum(each.difference.mean > 0 for each in outcomes)
    worse = sum(each.difference.mean < 0 for each in outcomes)
    n = better + worse
    tail = sum(math.comb(n, k) for k in range(min(better, worse) + 1))
    return min(1.0, float(2 * tail / 2**n))
