"""Parameters of strategies: fields with a default, a sentence of help and a check.

A strategy is a frozen dataclass; each field is declared with one of these functions, and `Selector` runs the checks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import field
from numbers import Real
from typing import Any

from asknext.errors import InputError, UnknownName
from asknext.strategies.registry import build

__all__ = ["choice", "flag", "number", "operand", "strategy", "text"]

Check = Callable[[Any, str], Any]


def number(
    default: float | None, help: str, *, low: float = -math.inf, high: float = math.inf, integer: bool = False
) -> Any:
    """A finite number from ``low`` to ``high``; None only where None is the default."""

    def check(value: Any, where: str) -> Any:
        if value is None and default is None:
            return None
        plain = isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)
        if not plain or not low <= value <= high or (integer and value != int(value)):
            raise InputError(f"{where} is {value!r}, but must be {_wanted(low, high, integer)}.")
        return int(value) if integer else float(value)

    return _declare(default, help, check)


def choice(default: Any, help: str, *, options: Iterable[Any]) -> Any:
    """One of a few values; a number that equals one of them counts as that one, as 2.0 for 2."""
    known = list(options)

    def check(value: Any, where: str) -> Any:
        for option in known:
            if _same(value, option):
                return option
        raise UnknownName("value", value, known, where=where)

    return _declare(default, help, check)


def flag(default: bool, help: str) -> Any:
    """True or False."""

    def check(value: Any, where: str) -> Any:
        if not isinstance(value, bool):
            raise InputError(f"{where} is {value!r}, but must be True or False.")
        return value

    return _declare(default, help, check)


def text(default: str | None, help: str) -> Any:
    """A text; where the default is None, any plain value."""

    def check(value: Any, where: str) -> Any:
        fits = isinstance(value, str) if default is not None else isinstance(value, str | bool | int | float | None)
        if not fits:
            raise InputError(f"{where} is {value!r}, but must be {'a text' if default is not None else 'plain'}.")
        return value

    return _declare(default, help, check)


def strategy(default: Any, help: str, *, scores: bool = False) -> Any:
    """Another strategy by name, mapping or object; with ``scores`` only one that scores every item."""

    def check(value: Any, where: str) -> Any:
        built = build(value)
        if scores and not hasattr(built, "score"):
            raise InputError(f"{where} is {built.name!r}, which does not score items; try 'margin' or 'entropy'.")
        return built

    return _declare(default, help, check)


def operand(default: str | float, help: str) -> Any:
    """A scorer or a finite number."""
    as_number, as_scorer = number(0.0, help).metadata["check"], strategy("margin", help, scores=True).metadata["check"]

    def check(value: Any, where: str) -> Any:
        return as_number(value, where) if isinstance(value, Real) else as_scorer(value, where)

    return _declare(default, help, check)


def _same(value: Any, option: Any) -> bool:
    """True is no 1, and '2' no 2."""
    if isinstance(value, bool) or isinstance(option, bool):
        return value is option
    kind = Real if isinstance(option, Real) else type(option)
    return isinstance(value, kind) and bool(value == option)


def _declare(default: Any, help: str, check: Check) -> Any:
    return field(default=default, metadata={"check": check, "help": help})


def _wanted(low: float, high: float, integer: bool) -> str:
    kind = "a whole number" if integer else "a number"
    if math.isfinite(low) and math.isfinite(high):
        return f"{kind} from {low:g} to {high:g}"
    if math.isfinite(low):
        return f"{kind} of at least {low:g}"
    return kind if math.isinf(high) else f"{kind} of at most {high:g}"
