"""Predictions and truth by the names of their images."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from asknext.annotations import Annotated

__all__ = ["named_as"]


def named_as(truth: Sequence[Annotated], predicted: Iterable[Annotated]) -> Iterator[Annotated]:
    """``predicted`` under the names of ``truth``: where only the folders before it differ, the truth's counts.

    A name whose last part several images of the truth have, or none, stays what it is.
    """
    exact = {item.name for item in truth}
    often = Counter(_last(item.name) for item in truth)
    by_last = {_last(item.name): item.name for item in truth if often[_last(item.name)] == 1}
    for item in predicted:
        name = item.name if item.name in exact else by_last.get(_last(item.name), item.name)
        yield item if name == item.name else replace(item, name=name)


def _last(name: str) -> str:
    return name.rpartition("/")[2]
