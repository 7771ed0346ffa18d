"""`sparkline`: the course of a number in one line of text."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

__all__ = ["sparkline"]

BARS = "▁▂▃▄▅▆▇█"
PLAIN = "_.-=+*#@"


def sparkline(values: Sequence[float | None], *, width: int = 24, top: float | None = None, bars: str = BARS) -> str:
    """The newest ``width`` values from 0 to ``top``, by default their largest; a gap where one is not known."""
    known = [value for value in values if value is not None and isfinite(value)]
    highest = max([*known, 0.0]) if top is None else top
    return "".join(_bar(value, highest, bars) for value in values[-width:])


def _bar(value: float | None, highest: float, bars: str) -> str:
    if value is None or not isfinite(value):
        return " "
    share = min(max(value / highest, 0.0), 1.0) if highest > 0 else 0.0
    return bars[round(share * (len(bars) - 1))]
