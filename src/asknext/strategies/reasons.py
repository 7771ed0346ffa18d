"""`Reasons`: sentences made one at a time, so that ranking a million items writes none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

__all__ = ["Reasons"]


class Reasons(Sequence[str]):
    """A sequence of ``length`` sentences; ``sentence(i)`` makes the i-th."""

    def __init__(self, length: int, sentence: Callable[[int], str]) -> None:
        self._length, self._sentence = length, sentence

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...

    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        chosen = range(self._length)[index]
        if isinstance(chosen, range):
            return tuple(map(self._sentence, chosen))
        return self._sentence(chosen)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"<{self._length} reasons>"
