"""The best few of many, and how good the best of the others may be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.inputs import Float64

__all__ = ["Floor", "Shortlist", "shortlist"]

Floor = tuple[float, float]  # a value and, among equal values, a key


@dataclass(frozen=True)
class Shortlist:
    """``places`` (s,) of what was chosen from; all others are below or at ``floor``."""

    places: IntArray
    floor: Floor


def shortlist(values: Float64, keys: Float64, size: int, floor: Floor) -> Shortlist:
    """The ``size`` largest of ``values`` (n,), equal ones by the larger of ``keys`` (n,).

    The floor is the best of those left out, or ``floor`` where that is higher.
    """
    if size >= len(values):
        return Shortlist(np.arange(len(values)), floor)
    cut = np.partition(values, len(values) - size)[len(values) - size]
    above, equal = np.flatnonzero(values > cut), np.flatnonzero(values == cut)
    equal = equal[np.argsort(-keys[equal])]
    places = np.concatenate([above, equal[: size - len(above)]])
    others = np.ones(len(values), dtype=bool)
    others[places] = False
    return Shortlist(places, max(floor, _best(values, keys, np.flatnonzero(others))))


def _best(values: Float64, keys: Float64, places: IntArray) -> Floor:
    best = values[places].max()
    return float(best), float(keys[places][values[places] == best].max())
