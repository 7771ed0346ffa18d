"""Numbers from outside: finite, of a sane size, and no truth values or texts in disguise."""

from __future__ import annotations

from typing import Any

import numpy as np

from asknext.errors import DataError

__all__ = ["FARTHEST", "coordinate", "number", "whole"]

FARTHEST = 1e7


def number(value: Any, what: str, low: float = -1e300, high: float = 1e300) -> float:
    """``value`` as a float; raises `DataError` where it is no finite number from ``low`` to ``high``."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        raise DataError(f"{what} is {_shown(value)}, expected a number")
    if not low <= value <= high:
        raise DataError(f"{what} is {_shown(value)}, expected {_range(low, high)}")
    return float(value)


def coordinate(value: Any, what: str) -> float:
    """``value`` as pixels; nothing is farther out than ten million of them."""
    return number(value, what, -FARTHEST, FARTHEST)


def whole(value: Any, what: str, low: int = 0, high: int = 2**53) -> int:
    """``value`` as an int from ``low`` to ``high``; 3.0 counts as whole."""
    if isinstance(value, np.integer) or (isinstance(value, float | np.floating) and value.is_integer()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise DataError(f"{what} is {_shown(value)}, expected a whole number")
    if not low <= value <= high:
        raise DataError(f"{what} is {_shown(value)}, expected {_range(low, high)}")
    return value


def _shown(value: Any) -> str:
    try:
        text = repr(value)
    except ValueError:  # an int of more digits than Python is willing to write
        return "a number of thousands of digits"
    return text if len(text) <= 40 else text[:37] + "..."


def _range(low: float, high: float) -> str:
    if high >= 1e300 or high >= 2**53:
        return "a finite number" if low <= -1e300 else f"at least {low:g}"
    return f"a number from {low:,.10g} to {high:,.10g}"
