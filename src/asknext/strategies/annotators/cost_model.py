"""What asking about an item costs: given in a column, or read off the sizes of items whose cost is known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.strategies.curation.columns import numeric_column
from asknext.strategies.inputs import Float64

__all__ = ["expected_costs", "fitted_line"]

_LEAST = 0.01  # of the mean observed cost: no item is free


def expected_costs(view: PoolView, column: str | None, size: str | None, asker: str) -> Float64:
    """(u,) what each unlabelled row costs, above 0.

    ``column`` holds the cost, NaN where it is not known; missing ones come from a straight line over the column
    ``size``. Raises `InputError` for a cost that is not above 0, or one that is missing without ``size``.
    """
    if column is None:
        raise InputError(f"Strategy {asker!r} needs to know what an item costs: name a column of costs with column=.")
    costs = numeric_column(view, column, asker)
    known = ~np.isnan(costs)
    if (costs[known] <= 0).any() or np.isinf(costs[known]).any():
        wrong = int(np.flatnonzero(known & ~((costs > 0) & np.isfinite(costs)))[0])
        raise InputError(
            f"Strategy {asker!r}: row {wrong} of column {column!r} holds {costs[wrong]}, not a cost above 0."
        )
    missing = view.unlabelled[~known[view.unlabelled]]
    if len(missing):
        costs[missing] = _from_sizes(view, costs, known, size, int(missing[0]), asker)[missing]
    return costs[view.unlabelled]


def fitted_line(sizes: Float64, costs: Float64) -> tuple[float, float]:
    """Start and slope, neither below 0, of the line through ``costs`` over ``sizes`` with the least squared error."""
    away = sizes - sizes.mean()
    spread = float(away @ away)
    slope = float(away @ costs) / spread if spread > 0 else 0.0
    start = float(costs.mean() - slope * sizes.mean())
    if slope < 0:
        return float(costs.mean()), 0.0
    if start < 0:
        return 0.0, float(sizes @ costs / (sizes @ sizes))
    return start, slope


def _from_sizes(
    view: PoolView, costs: Float64, known: npt.NDArray[np.bool_], size: str | None, missing: int, asker: str
) -> Float64:
    if size is None or not known.any():
        raise InputError(
            f"Strategy {asker!r}: the cost of row {missing} is missing. Fill it in, or name with size= a column to "
            f"estimate costs from, and give the costs of some items."
        )
    sizes = numeric_column(view, size, asker)
    if not np.isfinite(sizes).all() or sizes.min() < 0:
        wrong = int(np.flatnonzero(~(np.isfinite(sizes) & (sizes >= 0)))[0])
        raise InputError(f"Strategy {asker!r}: row {wrong} of column {size!r} holds {sizes[wrong]}, not a size.")
    start, slope = fitted_line(sizes[known], costs[known])
    return np.asarray(np.maximum(start + slope * sizes, _LEAST * costs[known].mean()), dtype=np.float64)
