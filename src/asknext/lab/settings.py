"""`Settings`: the keys of one part of a study, read with checks; errors name the key, what was found and expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from numbers import Integral, Real
from typing import Any

from asknext.errors import InputError, UnknownName

__all__ = ["Settings"]

_NONE = object()


class Settings:
    """A mapping as it stands in a study, read key by key.

    Parameters
    ----------
    values : the mapping.  where : what to call it in messages, e.g. ``"data[0]"``.

    Raises
    ------
    InputError : it is no mapping with texts for keys.
    """

    def __init__(self, values: Any, where: str) -> None:
        if not isinstance(values, Mapping) or not all(isinstance(key, str) for key in values):
            raise InputError(f"{where} is {values!r}, but must be a mapping of keys to values.")
        self.values, self.where = dict(values), where

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def only(self, known: Iterable[str]) -> None:
        """Raise `UnknownName` for a key that is not in ``known``."""
        names = list(known)
        for key in self.values:
            if key not in names:
                raise UnknownName("key", key, names, where=self.where)

    def one_of(self, keys: Sequence[str]) -> str:
        """The one of ``keys`` that is there; raises `InputError` where it is none or several."""
        found = [key for key in keys if key in self.values]
        if len(found) != 1:
            raise InputError(
                f"{self.where} is {self.values!r}, but must have exactly one of the keys {', '.join(keys)}."
            )
        return found[0]

    def wrong(self, key: str, expected: str) -> InputError:
        """The error for the value of ``key``; a key that is absent is said to be missing."""
        if key not in self.values:
            return InputError(f"{self.where} has no {key}: expected {expected}.")
        return InputError(f"{self.where}.{key} is {self.values[key]!r}, but must be {expected}.")

    def text(self, key: str, default: Any = _NONE) -> Any:
        """A text that is not empty; ``default`` where the key is absent or null."""
        value = self._value(key, default, "a text")
        if value is default:
            return value
        if not isinstance(value, str) or not value:
            raise self.wrong(key, "a text")
        return value

    def whole(self, key: str, default: Any = _NONE, *, low: int = 0) -> Any:
        """An int of at least ``low``."""
        expected = f"a whole number of at least {low}"
        value = self._value(key, default, expected)
        if value is default:
            return value
        if isinstance(value, bool) or not isinstance(value, Integral) or value < low:
            raise self.wrong(key, expected)
        return int(value)

    def number(self, key: str, default: Any = _NONE, *, low: float = 0.0, high: float = float("inf")) -> Any:
        """A finite float from ``low`` to ``high``."""
        expected = f"a number from {low:g} to {high:g}" if isfinite(high) else f"a number of at least {low:g}"
        value = self._value(key, default, expected)
        if value is default:
            return value
        if not plain_number(value) or not low <= value <= high:
            raise self.wrong(key, expected)
        return float(value)

    def share(self, key: str, default: Any = _NONE) -> Any:
        """A float above 0 and below 1."""
        value = self._value(key, default, "a share between 0 and 1")
        if value is not default and (not plain_number(value) or not 0 < value < 1):
            raise self.wrong(key, "a share between 0 and 1")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """True or False."""
        value = self._value(key, default, "true or false")
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def choice(self, key: str, options: Sequence[str], default: Any = _NONE) -> Any:
        """One of ``options``; another one raises `UnknownName` with the nearest."""
        value = self._value(key, default, f"one of {', '.join(options)}")
        if value is not default and value not in options:
            raise UnknownName(key, value, options, where=f"{self.where}.{key}")
        return value

    def texts(self, key: str, default: Any = _NONE) -> Any:
        """A list of texts; a single text is a list of one."""
        value = self._value(key, default, "a list of texts")
        if value is default:
            return value
        several = [value] if isinstance(value, str) else value
        if not isinstance(several, list | tuple) or not all(isinstance(each, str) for each in several):
            raise self.wrong(key, "a list of texts")
        return list(several)

    def _value(self, key: str, default: Any, expected: str) -> Any:
        value = self.values.get(key)
        if value is not None:
            return value
        if default is _NONE:
            raise self.wrong(key, expected)
        return default


def plain_number(value: Any) -> bool:
    """Whether this is a finite number, and no True or False."""
    return isinstance(value, Real) and not isinstance(value, bool) and isfinite(value)
