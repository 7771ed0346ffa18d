"""Answers about an item as a whole: its class, a number, a rank, one of a pair, a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from asknext.annotations.json_fields import fields
from asknext.annotations.numbers import number, whole
from asknext.errors import DataError

__all__ = ["FreeText", "ItemClass", "Number", "Ordinal", "PairChoice"]

_LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class ItemClass:
    """The item as a whole is of the annotation's class."""

    kind: ClassVar[str] = "class"

    def to_json(self) -> dict[str, Any]:
        return {}

    @classmethod
    def from_json(cls, found: Any) -> Self:
        fields(found, cls.kind, ())
        return cls()


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number, such as a temperature."""

    value: float

    kind: ClassVar[str] = "number"

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", number(self.value, "the number"))

    def to_json(self) -> dict[str, Any]:
        return {"value": self.value}

    @classmethod
    def from_json(cls, found: Any) -> Self:
        return cls(*fields(found, cls.kind, ("value",)))


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A rank from 1 to ``levels``, such as three stars of five; ``levels`` is None where it is not known."""

    rank: int
    levels: int | None = None

    kind: ClassVar[str] = "ordinal"

    def __post_init__(self) -> None:
        if self.levels is not None:
            object.__setattr__(self, "levels", whole(self.levels, "levels", 1, 10_000))
        object.__setattr__(self, "rank", whole(self.rank, "rank", 1, self.levels or 10_000))

    def to_json(self) -> dict[str, Any]:
        levels = {} if self.levels is None else {"levels": self.levels}
        return {"rank": self.rank, **levels}

    @classmethod
    def from_json(cls, found: Any) -> Self:
        return cls(*fields(found, cls.kind, ("rank",), ("levels",)))


@dataclass(frozen=True, slots=True)
class PairChoice:
    """Which of two was preferred: ``left``, ``right`` or ``tie``."""

    chosen: str

    kind: ClassVar[str] = "pair"

    def __post_init__(self) -> None:
        if self.chosen not in ("left", "right", "tie"):
            raise DataError(f"of a pair {str(self.chosen)[:40]!r} is chosen, expected left, right or tie")

    def to_json(self) -> dict[str, Any]:
        return {"chosen": self.chosen}

    @classmethod
    def from_json(cls, found: Any) -> Self:
        return cls(*fields(found, cls.kind, ("chosen",)))


@dataclass(frozen=True, slots=True)
class FreeText:
    """What a person wrote, such as a transcript."""

    text: str

    kind: ClassVar[str] = "text"

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise DataError(f"a text is {type(self.text).__name__}, expected characters")
        if len(self.text) > _LONGEST:
            raise DataError(f"a text has {len(self.text):,} characters, more than {_LONGEST:,}")
        if "\0" in self.text or not _encodes(self.text):
            raise DataError("a text holds a NUL or half a character")

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text}

    @classmethod
    def from_json(cls, found: Any) -> Self:
        return cls(*fields(found, cls.kind, ("text",)))


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
