"""The rung of rules whose parameters are plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

__all__ = ["Described"]


@dataclass(frozen=True)
class Described:
    """A rule that is its name and its parameters.

    ``looks_at`` names the fields of a `Round` that cost extra, so that a loop makes them only for rules that ask.
    """

    name: ClassVar[str] = ""
    looks_at: ClassVar[frozenset[str]] = frozenset()

    def describe(self) -> dict[str, Any]:
        """The name and every parameter (JSON)."""
        return {"name": self.name, **asdict(self)}
