"""What one annotation of an item has to do with another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from asknext.annotations.json_fields import fields
from asknext.errors import DataError

__all__ = ["Relation"]


@dataclass(frozen=True, slots=True)
class Relation:
    """From the annotation with the id ``source`` to that with the id ``target``; both ways where not ``directed``."""

    source: str
    target: str
    directed: bool = True

    kind: ClassVar[str] = "relation"

    def __post_init__(self) -> None:
        if not (isinstance(self.source, str) and self.source and isinstance(self.target, str) and self.target):
            raise DataError("a relation needs the ids of two annotations")
        if not isinstance(self.directed, bool):
            raise DataError("directed of a relation is neither true nor false")

    def to_json(self) -> dict[str, Any]:
        return {"source": self.source, "target": self.target, "directed": self.directed}

    @classmethod
    def from_json(cls, found: Any) -> Self:
        source, target, directed = fields(found, cls.kind, ("source", "target"), ("directed",))
        return cls(source, target, True if directed is None else directed)
