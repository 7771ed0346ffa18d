"""Stretches of a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from asknext.annotations.json_fields import fields
from asknext.annotations.numbers import whole
from asknext.errors import DataError

__all__ = ["Span"]


@dataclass(frozen=True, slots=True)
class Span:
    """The characters from ``start`` up to but not with ``end``, counted as Python does (Unicode code points).

    Spans of a text may overlap. Raises `DataError` where there is no character between them.
    """

    start: int
    end: int

    kind: ClassVar[str] = "span"

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", whole(self.start, "start"))
        object.__setattr__(self, "end", whole(self.end, "end"))
        if self.end <= self.start:
            raise DataError(f"the span from {self.start} to {self.end} holds no character")

    def to_json(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end}

    @classmethod
    def from_json(cls, found: Any) -> Self:
        return cls(*fields(found, cls.kind, ("start", "end")))
