"""`Tally`: how often a number fell below each of some bounds, for histograms of what a server does."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

__all__ = ["Tally"]


class Tally:
    """Counts numbers by size.

    Parameters
    ----------
    bounds : ascending; a number is counted at the first bound it does not exceed, or beyond them all.
    """

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(self.bounds) + 1)
        self.sum = 0.0

    def add(self, value: float) -> None:
        """Count one number."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.sum += value

    @property
    def total(self) -> int:
        """How many were counted."""
        return sum(self.counts)
