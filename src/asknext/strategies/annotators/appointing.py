"""Who answers which item: the best left, within what each may do."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray
from asknext.strategies.inputs import Float64
from asknext.strategies.top import quantised

__all__ = ["appointed"]


def appointed(
    values: Float64, allowed: npt.NDArray[np.bool_], each: int, room: Float64, rng: np.random.Generator
) -> IntArray:
    """(b, each) int64, for each item the ``each`` allowed annotators of the highest value, -1 where there are fewer.

    Parameters
    ----------
    values, allowed : (b, A) what each annotator is worth for each item, and whether they may be asked.
    each : how many annotators an item is for.
    room : (A,) how many items each annotator may get; items are served in their order.
    rng : breaks ties.
    """
    keys = rng.random(values.shape)
    order = np.lexsort((keys, -quantised(values)), axis=1)
    left = room.copy()
    chosen = np.full((len(values), each), -1, dtype=np.int64)
    for item, best in enumerate(order):
        free = best[allowed[item, best] & (left[best] >= 1)][:each]
        chosen[item, : len(free)] = free
        left[free] -= 1
    return chosen
