"""How sure numbers are that are made of sums over items: their intervals over items drawn again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from asknext.quality.agreement.interval import Estimated

__all__ = ["bootstrap_of_sums", "mean_of_known", "ratio_of_sums"]

Floats = npt.NDArray[np.float64]

# (..., k) sums over items to (..., j) numbers.
SumStatistic = Callable[[Floats], Floats]

_AT_ONCE = 4_000_000


def bootstrap_of_sums(
    rows: Floats, statistic: SumStatistic, *, replicates: int = 1000, level: float = 0.95, seed: int = 0
) -> list[Estimated]:
    """Of each of the j numbers that ``statistic`` makes of the sum of ``rows`` (n, k) over items, its value, and the
    middle ``level`` of it over items drawn with replacement (Efron 1979); NaN where it is not defined.
    """
    n, values = len(rows), statistic(rows.sum(axis=0))
    if n == 0:
        return [Estimated(float(value), float("nan"), float("nan")) for value in values]
    rng, size = np.random.default_rng(seed), max(1, _AT_ONCE // n)
    drawn = [
        statistic(rng.multinomial(n, np.full(n, 1.0 / n), size=min(size, replicates - start)).astype(np.float64) @ rows)
        for start in range(0, replicates, size)
    ]
    edge = (1.0 - level) / 2
    return [
        Estimated(float(value), *_middle(column, edge, bool(np.isnan(value))))
        for value, column in zip(values, np.concatenate(drawn).T, strict=True)
    ]


def ratio_of_sums(tops: Floats, bottoms: Floats, *, seed: int = 0, level: float = 0.95) -> list[Estimated]:
    """For each of k columns of (n, k), the sum of ``tops`` over that of ``bottoms``; NaN where that is 0."""
    k = tops.shape[1]

    def ratio(sums: Floats) -> Floats:
        below = sums[..., k:]
        return np.where(below > 0, sums[..., :k], np.nan) / np.where(below > 0, below, 1.0)

    return bootstrap_of_sums(np.column_stack([tops, bottoms]), ratio, seed=seed, level=level)


def mean_of_known(table: Floats, *, seed: int = 0, level: float = 0.95) -> list[Estimated]:
    """For each column of (n, k), the mean of what is not NaN."""
    known = ~np.isnan(table)
    return ratio_of_sums(np.where(known, table, 0.0), known.astype(np.float64), seed=seed, level=level)


def _middle(column: Floats, edge: float, undefined: bool) -> tuple[float, float]:
    known = column[~np.isnan(column)]
    if undefined or len(known) == 0:
        return float("nan"), float("nan")
    low, high = np.quantile(known, [edge, 1.0 - edge])
    return float(low), float(high)
