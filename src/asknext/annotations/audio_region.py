"""Stretches of a recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from asknext.annotations.json_fields import fields
from asknext.annotations.numbers import number, whole
from asknext.errors import DataError

__all__ = ["AudioRegion"]


@dataclass(frozen=True, slots=True)
class AudioRegion:
    """From ``start`` to ``end`` in seconds, in one ``channel`` counted from 0 or, where None, in all."""

    start: float
    end: float
    channel: int | None = None

    kind: ClassVar[str] = "audio_region"

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", number(self.start, "start", 0, 1e9))
        object.__setattr__(self, "end", number(self.end, "end", 0, 1e9))
        if self.channel is not None:
            object.__setattr__(self, "channel", whole(self.channel, "channel", 0, 1_000))
        if self.end <= self.start:
            raise DataError(f"the region from {self.start:g} to {self.end:g} s has no length")

    def to_json(self) -> dict[str, Any]:
        channel = {} if self.channel is None else {"channel": self.channel}
        return {"start": self.start, "end": self.end, **channel}

    @classmethod
    def from_json(cls, found: Any) -> Self:
        return cls(*fields(found, cls.kind, ("start", "end"), ("channel",)))
