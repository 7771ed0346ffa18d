"""A parameter that holds several strategies to choose between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from asknext.errors import InputError
from asknext.strategies.batch import Strategy
from asknext.strategies.registry import build

__all__ = ["Experts", "experts"]


class Experts(tuple[Strategy, ...]):
    """Strategies that describe themselves as a list."""

    def describe(self) -> list[dict[str, Any]]:
        """As a list of mappings, which JSON knows."""
        return [one.describe() for one in self]


def experts(*default: str) -> Any:
    """At least two strategies to choose between: names, mappings or objects."""

    def check(value: Any, where: str) -> Experts:
        if isinstance(value, str | Mapping) or not isinstance(value, Iterable) or len(given := list(value)) < 2:
            raise InputError(f"{where} is {value!r}, but must be a list of at least two strategies.")
        return Experts(map(build, given))

    return field(default=default, metadata={"check": check, "help": "a list of the strategies to choose between"})
