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

__all__ = ["two_highest"]

Values = npt.NDArray[Any]
TwoHighest = Callable[[Values, Values, float], bool]

_WORTH_IT = (
    1 << 23
)  # values; the first use in a process loads numba, a second or more, so it pays where it is used again


def two_highest(matrix: Values) -> TwoHighest | None:
    """A function that reads rows of ``matrix`` once, or None where numpy has to do: no numba, few values, a layout.

    ``function(rows, out, tolerance)`` puts the highest and the second highest value of each of ``rows`` (r, C) into
    ``out`` (2, r), and gives whether all values are in [0, 1] and each row sums to 1 within ``tolerance``.
    """
    plain = matrix.flags.c_contiguous and matrix.dtype.isnative and matrix.dtype in (np.float32, np.float64)
    if not plain or matrix.shape[1] < 2 or matrix.size < _WORTH_IT or find_spec("numba") is None:
        return None
    kernel = _kernel()

    def read(rows: Values, out: Values, tolerance: float) -> bool:
        return bool(kernel(rows.view(np.ndarray), out, tolerance))

    return read


@cache
def _kernel() -> Any:
    from numba import njit

    return njit(nogil=True, cache=True, error_model="numpy")(_two_highest)


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
