"""Loops that numpy cannot do in one pass, compiled where numba is installed (``pip install 'asknext[fast]'``).

Nothing depends on it: without numba the same numbers come from numpy, more slowly.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["highest_values"]

Values = npt.NDArray[Any]
HighestValues = Callable[[Values, Values, float], bool]

# Values: the first use in a process loads numba, a second or more, so it pays where it is used again.
_WORTH_IT = 1 << 23


def highest_values(matrix: Values, count: int) -> HighestValues | None:
    """A function that reads rows of ``matrix`` once, or None where numpy has to do: no numba, few values, a layout.

    ``function(rows, out, tolerance)`` puts the ``count`` (1 or 2) highest values of each of ``rows`` (r, C) into
    ``out`` (count, r), and gives whether all values are in [0, 1] and each row sums to 1 within ``tolerance``.
    """
    plain = matrix.flags.c_contiguous and matrix.dtype.isnative and matrix.dtype in (np.float32, np.float64)
    if not plain or matrix.shape[1] < 2 or matrix.size < _WORTH_IT or find_spec("numba") is None:
        return None
    kernel = _kernel(count)

    def read(rows: Values, out: Values, tolerance: float) -> bool:
        return bool(kernel(rows.view(np.ndarray), out, tolerance))

    return read


@cache
def _kernel(count: int) -> Any:
    from numba import njit

    return njit(nogil=True, cache=True, error_model="numpy")(_two_highest if count == 2 else _highest)


def _highest(rows: Values, out: Values, tolerance: float) -> bool:
    sound = True
    for i in range(rows.shape[0]):
        first = lowest = total = rows[i, 0]
        for k in range(1, rows.shape[1]):
            value = rows[i, k]
            total += value
            lowest = value if value < lowest else lowest
            first = value if value > first else first
        out[0, i] = first
        sound &= (lowest >= 0.0) & (first <= 1.0) & (abs(total - 1.0) <= tolerance)
    return sound


def _two_highest(rows: Values, out: Values, tolerance: float) -> bool:
    """Comparisons rather than ``min`` and ``max``, which look for NaN each time; here it is found in the total."""
    sound = True
    for i in range(rows.shape[0]):
        first = lowest = total = rows[i, 0]
        second = first * 0
        for k in range(1, rows.shape[1]):
            value = rows[i, k]
            total += value
            lowest = value if value < lowest else lowest
            between = value if value < first else first
            second = between if between > second else second
            first = value if value > first else first
        out[0, i], out[1, i] = first, second
        sound &= (lowest >= 0.0) & (first <= 1.0) & (abs(total - 1.0) <= tolerance)
    return sound
