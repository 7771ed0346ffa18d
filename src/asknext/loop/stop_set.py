"""The stop set: rows drawn once, on which the predictions of successive rounds are compared."""

from __future__ import annotations

import numpy as np

from asknext.pool.view import IntArray

__all__ = ["stop_set_rows"]

_MOST = 2_000
_STOP = 3


def stop_set_rows(n: int, seed: int) -> IntArray:
    """(s,) rising rows of a pool of ``n`` items, at most 2000."""
    return np.sort(np.random.default_rng([seed, _STOP]).permutation(n)[:_MOST])
