"""The rung of rules made of rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from asknext.errors import InputError
from asknext.stopping.history import Advice, History
from asknext.stopping.rule import Rule

__all__ = ["Combination"]


@dataclass(frozen=True)
class Combination:
    """``rules`` : at least one; `build_rule` takes them as names and mappings, too, which may be combinations again."""

    rules: tuple[Rule, ...]
    name: ClassVar[str] = ""
    source: ClassVar[str] = "its rules"

    def __post_init__(self) -> None:
        if (
            isinstance(self.rules, str | Mapping)
            or not self.rules
            or not all(isinstance(each, Rule) for each in self.rules)
        ):
            raise InputError(
                f"{self.name} needs rules, a list of at least one rule; found {self.rules!r}. By name it is built with "
                f'build_rule({{"name": "{self.name}", "rules": ["budget", ...]}}).'
            )
        object.__setattr__(self, "rules", tuple(self.rules))

    @property
    def looks_at(self) -> frozenset[str]:
        """The fields that any of the rules looks at."""
        return frozenset().union(*(getattr(each, "looks_at", frozenset()) for each in self.rules))

    def describe(self) -> dict[str, Any]:
        """The name and the rules (JSON)."""
        return {"name": self.name, "rules": [each.describe() for each in self.rules]}

    def asked(self, history: History) -> list[Advice]:
        """What each rule says."""
        return [each.check(history) for each in self.rules]
