"""Parameters of a generator that a person wrote into a study: each of its kind and in its range."""

from __future__ import annotations

from math import isfinite

from asknext.errors import InputError

__all__ = ["check_number", "check_whole"]


def check_whole(generator: str, name: str, value: object, low: int) -> None:
    """Raises `InputError` where ``value`` is no whole number of at least ``low``."""
    if isinstance(value, bool) or not isinstance(value, int) or value < low:
        raise InputError(f"{generator}: {name} is {value!r}, but must be a whole number of at least {low}.")


def check_number(generator: str, name: str, value: object) -> None:
    """Raises `InputError` where ``value`` is no finite number of at least 0."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < 0:
        raise InputError(f"{generator}: {name} is {value!r}, but must be a number of at least 0.")
