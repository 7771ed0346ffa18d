"""Pairs of strategies within one data set, over seeds, corrected for their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy.typing as npt

from asknext.measures.paired_difference import PairedDifference, paired_difference
from asknext.measures.ranks import checked_table
from asknext.measures.wilcoxon_holm import holm

__all__ = ["SeedTest", "paired_holm"]


@dataclass(frozen=True)
class SeedTest:
    """Two strategies at the same seeds of one data set.

    Attributes
    ----------
    difference : of first - second, greater = the first is better.
    p_holm : its p, corrected for all the pairs tested together.
    """

    first: str
    second: str
    difference: PairedDifference
    p_holm: float


def paired_holm(
    values: npt.ArrayLike, names: Sequence[str], *, greater_is_better: bool = True, test_to_train: float = 0.0
) -> tuple[SeedTest, ...]:
    """The paired t test of every pair of strategies over the seeds of one data set, corrected by Holm.

    Parameters
    ----------
    values : (S, k) one number for each of S >= 2 seeds and k strategies.
    names : k distinct names.
    test_to_train : see `paired_difference`.

    What it says is about this data set: its seeds are no further data sets.

    Raises
    ------
    InputError : shapes do not fit or a value is missing.
    """
    table = checked_table(values, names) * (1.0 if greater_is_better else -1.0)
    pairs = list(combinations(range(len(names)), 2))
    found = [paired_difference(table[:, a], table[:, b], test_to_train=test_to_train) for a, b in pairs]
    corrected = holm([each.p for each in found])
    return tuple(
        SeedTest(names[a], names[b], each, float(p))
        for (a, b), each, p in zip(pairs, found, corrected, strict=True)
    )  # fmt: skip
