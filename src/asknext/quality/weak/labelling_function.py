"""A rule of thumb that labels some items and abstains on others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, overload

__all__ = ["Item", "LabellingFunction", "labelling_function"]

# What is known of an item, such as {"id": ..., "text": ..., and its other columns}.
Item = Mapping[str, Any]


@dataclass(frozen=True)
class LabellingFunction:
    """A ``name`` and a function of an `Item`, which gives the name of a class, or None to abstain."""

    name: str
    function: Callable[[Item], str | None]

    def __call__(self, item: Item) -> str | None:
        return self.function(item)


@overload
def labelling_function(function: Callable[[Item], str | None]) -> LabellingFunction: ...
@overload
def labelling_function(*, name: str) -> Callable[[Callable[[Item], str | None]], LabellingFunction]: ...
def labelling_function(
    function: Callable[[Item], str | None] | None = None, *, name: str = ""
) -> LabellingFunction | Callable[[Callable[[Item], str | None]], LabellingFunction]:
    """Make a labelling function of a plain one, called as it is or ``name``.

    @labelling_function
    def long_number(item):
        return "spam" if any(len(word) > 9 and word.isdigit() for word in item["text"].split()) else None
    """
    if function is not None:
        return LabellingFunction(name or function.__name__, function)
    return lambda given: LabellingFunction(name, given)
