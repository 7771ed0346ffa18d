"""`Part`: one of the alternatives of a study, such as one strategy, with the name it is shown by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Part", "shown", "shown_list"]


@dataclass(frozen=True, eq=False)
class Part:
    """One alternative.

    Attributes
    ----------
    name : as it is shown.
    spec : JSON values that decide it.
    given : JSON values that it was made of, with its title.
    made : an object that was given in place of a description, or None.
    """

    name: str
    spec: Any
    given: Any
    made: Any = None


def shown(spec: Any, key: str = "name") -> str:
    """A description for people: its name, with what is set beside it."""
    if not isinstance(spec, Mapping):
        return ", ".join(map(shown, spec)) if isinstance(spec, list | tuple) else str(spec)
    rest = ", ".join(f"{name}={shown(value, key)}" for name, value in spec.items() if name != key)
    head = str(spec.get(key, ""))
    return f"{head}({rest})" if head and rest else head or rest


def shown_list(values: Any) -> str:
    """A list for people: a run of numbers by its ends."""
    numbers = list(values)
    whole = len(numbers) > 2 and all(type(each) is int for each in numbers)
    if whole and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]} to {numbers[-1]}"
    return ", ".join(map(str, numbers))
