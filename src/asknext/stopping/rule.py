"""`Rule`: one verb, and what it takes to build one again."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from asknext.stopping.history import Advice, History

__all__ = ["Rule"]


@runtime_checkable
class Rule(Protocol):
    """Looks at the finished rounds and says whether it is enough, why, and how sure that is.

    A rule is a pure function of the history, so any rule can be replayed on any finished run.
    """

    name: str

    def check(self, history: History) -> Advice: ...

    def describe(self) -> dict[str, Any]:
        """The name and every parameter (JSON): enough to build the same rule again."""
        ...
