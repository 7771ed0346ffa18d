"""Pixels as hundredths of an image's width or height, such that they come back."""

from __future__ import annotations

import math

__all__ = ["pixels_of_share", "share_of_pixels"]

_DIGITS = 9


def pixels_of_share(share: float, size: int) -> float:
    """Pixels; a value that is a rounding away from one of nine decimals is that one."""
    value = share * size / 100
    near = round(value, _DIGITS)
    return near if abs(near - value) <= 4e-15 * size else value


def share_of_pixels(value: float, size: int) -> float:
    """Hundredths that `pixels_of_share` turns into ``value``, or as near to it as there are floats."""
    share = value * 100 / size
    around = (share, math.nextafter(share, math.inf), math.nextafter(share, -math.inf))
    return next((each for each in around if pixels_of_share(each, size) == value), share)
