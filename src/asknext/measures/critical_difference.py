"""Nemenyi's post-hoc test, and what a critical-difference diagram shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.friedman import friedman
from asknext.measures.ranks import checked_table

__all__ = ["CriticalDifference", "critical_difference", "nemenyi_difference", "nemenyi_p"]


@dataclass(frozen=True)
class CriticalDifference:
    """Average ranks, and which of them cannot be told apart.

    Attributes
    ----------
    names, ranks : k strategies and their average ranks, best first.
    difference : ranks further apart than this differ at ``level`` (Nemenyi).
    groups : names that cannot be told apart, each group as a bar of the diagram: as long as possible, of at least
        two, best first; groups may overlap. Where the Friedman test does not reject, one group of all.
    p : of the Friedman test (Iman and Davenport).
    n : data sets.  level : of both tests.
    """

    names: tuple[str, ...]
    ranks: tuple[float, ...]
    difference: float
    groups: tuple[tuple[str, ...], ...]
    p: float
    n: int
    level: float = 0.05


def critical_difference(
    values: npt.ArrayLike, names: Sequence[str], *, greater_is_better: bool = True, level: float = 0.05
) -> CriticalDifference:
    """Friedman's test, and Nemenyi's where it rejects.

    Parameters
    ----------
    values : (N, k) one number for each of N >= 2 data sets (mean over seeds) and k strategies.
    names : k distinct names.

    Raises
    ------
    InputError : shapes do not fit, a value is missing, or ``level`` is not between 0 and 1.

    Sources: Nemenyi 1963; Demsar 2006, sections 3.2.2 and 3.2.4. What it says of a pair depends on the other
    strategies in the table (Benavoli, Corani & Mangili 2016), so `wilcoxon_holm` says it of the pairs alone.
    """
    table = checked_table(values, names)
    whole = friedman(table, greater_is_better=greater_is_better)
    order = np.argsort(whole.ranks, kind="stable")
    ordered, ranks = tuple(names[at] for at in order), tuple(whole.ranks[at] for at in order)
    difference = nemenyi_difference(len(names), whole.n, level)
    groups = _groups(ordered, ranks, difference) if whole.p < level else (ordered,)
    return CriticalDifference(ordered, ranks, difference, groups, whole.p, whole.n, level)


def nemenyi_difference(k: int, n: int, level: float = 0.05) -> float:
    """The critical difference of average ranks, q sqrt(k (k + 1) / (6 n)), of ``k`` strategies on ``n`` data sets.

    q is the upper ``level`` point of the range of k standard normal numbers, divided by sqrt(2).
    """
    from scipy.stats import studentized_range

    if not 0 < level < 1 or k < 2 or n < 1:
        raise InputError(f"A critical difference needs 0 < level < 1, k >= 2 and n >= 1; found {level}, {k} and {n}.")
    return float(studentized_range.ppf(1 - level, k, np.inf)) * _spread(k, n)


def nemenyi_p(ranks: npt.ArrayLike, n: int) -> npt.NDArray[np.float64]:
    """(k, k) p-value of each pair of average ``ranks`` (k,) over ``n`` data sets; 1 on the diagonal."""
    from scipy.stats import studentized_range

    means = np.asarray(ranks, dtype=np.float64)
    gaps = np.abs(means[:, None] - means[None, :]) / _spread(len(means), n)
    first, second = np.triu_indices(len(means), 1)
    table = np.eye(len(means))
    table[first, second] = table[second, first] = studentized_range.sf(gaps[first, second], len(means), np.inf)
    return table


def _spread(k: int, n: int) -> float:
    """Standard error of a difference of two average ranks, over sqrt(2), the unit of the studentised range."""
    return math.sqrt(k * (k + 1) / (12 * n))


def _groups(names: tuple[str, ...], ranks: tuple[float, ...], difference: float) -> tuple[tuple[str, ...], ...]:
    ends = np.searchsorted(np.array(ranks), np.array(ranks) + difference + 1e-12, side="right")
    longest = [at for at, end in enumerate(ends) if end - at > 1 and (at == 0 or end > ends[at - 1])]
    return tuple(names[at : int(ends[at])] for at in longest)
