"""Intervals of any number that is made from runs over seeds, by drawing the seeds again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.intervals import bootstrap_rows, percentile_interval

__all__ = ["bootstrap_over_seeds"]

LEAST = 3


def bootstrap_over_seeds(
    statistic: Callable[..., float],
    *tables: npt.ArrayLike,
    replicates: int = 1_000,
    level: float = 0.95,
    seed: int = 0,
) -> tuple[float, float, float]:
    """(estimate, low, high) of ``statistic``, seeds drawn again with replacement.

    Parameters
    ----------
    statistic : takes as many arrays as there are ``tables`` and gives a number.
    tables : each (S, ...) with one row a seed, the same seeds in the same order: a draw takes the same rows of all, so
        that pairs stay together.
    replicates, seed : of the draws; the same seed gives the same interval.

    Returns
    -------
    The statistic of the tables as they are, and the middle ``level`` of its values over the draws (Efron's percentile
    interval; infinities count, NaN is left out). NaN ends below three seeds. With few seeds such intervals are too
    narrow: with 5 they hold some 85 % of the time rather than 95.

    Raises
    ------
    InputError : no tables, or different numbers of seeds.

    Source: Efron & Tibshirani 1993.
    """
    arrays: list[npt.NDArray[Any]] = [np.asarray(each, dtype=np.float64) for each in tables]
    if not arrays or len({len(each) for each in arrays}) != 1:
        raise InputError(f"Seeds are drawn for all tables together; found {[len(each) for each in arrays]} rows.")
    estimate, n = float(statistic(*arrays)), len(arrays[0])
    if n < LEAST:
        return estimate, float("nan"), float("nan")
    drawn = [float(statistic(*(each[rows] for each in arrays))) for rows in bootstrap_rows(n, replicates, seed)]
    return estimate, *percentile_interval(drawn, level)
