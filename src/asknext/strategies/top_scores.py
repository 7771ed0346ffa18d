"""The highest of scores that somebody else computed, in memory or in a file that is larger than memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.view import IntArray
from asknext.strategies.top import Highest

__all__ = ["top_scores"]

_PIECE = 1 << 18


def top_scores(scores: npt.ArrayLike, n: int, *, seed: Any = 0) -> IntArray:
    """(n,) int64 rows of the ``n`` highest of ``scores``, the best first, ties broken by ``seed``.

    ``scores`` (N,) are numbers of any type, also a `numpy.memmap`: it is read once, in pieces, and some n scores are
    held. Raises `InputError` for another shape, for NaN, for an infinite score among the highest,
    and unless 1 <= n <= N.
    """
    values = np.asarray(scores)
    if values.ndim != 1 or values.dtype.kind not in "fiub":
        raise InputError(f"scores has shape {values.shape} and holds {values.dtype}, expected numbers, shape (N,).")
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or not 1 <= n <= len(values):
        raise InputError(f"n is {n!r}, but must be a whole number from 1 to {len(values)}, the number of scores.")
    highest = Highest(int(n), np.random.default_rng(seed))
    try:
        highest.add(values)
    except ValueError:
        _refuse_nan(values)
    if not np.isfinite(highest.scores).all():
        raise InputError(f"scores holds {highest.scores[~np.isfinite(highest.scores)][0]}; scores must be finite.")
    return highest.places


def _refuse_nan(values: npt.NDArray[Any]) -> None:
    for start in range(0, len(values), _PIECE):
        wrong = np.flatnonzero(np.isnan(values[start : start + _PIECE]))
        if len(wrong):
            raise InputError(f"scores holds nan in row {start + wrong[0]}, but every score must be a finite number.")
