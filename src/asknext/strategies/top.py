"""The highest scores, with ties broken by a seeded generator and never by array order."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray

__all__ = ["quantised", "top"]

_BITS = 40


def top(scores: npt.NDArray[np.float64], n: int, rng: np.random.Generator) -> IntArray:
    """Positions of the ``n`` highest of ``scores`` (u,), best first; the first k are the answer for n = k.

    Scores that differ by less than about one part in 10^12 count as equal, so that rounding, which differs between
    machines, decides nothing.
    """
    keys = rng.random(len(scores))
    lowest = np.partition(scores, len(scores) - n)[len(scores) - n]
    candidates = np.flatnonzero(scores >= lowest - abs(lowest) * 2.0 ** (2 - _BITS))
    order = np.lexsort((keys[candidates], -quantised(scores[candidates])))
    return candidates[order[:n]]


def quantised(values: Any, bits: int = _BITS) -> npt.NDArray[np.float64]:
    """``values`` rounded to ``bits`` significant bits; makes what rounding errors drove apart equal again."""
    fraction, exponent = np.frexp(np.asarray(values, dtype=np.float64))
    return np.asarray(np.ldexp(np.round(np.ldexp(fraction, bits)), exponent - bits), dtype=np.float64)
