"""`Situation`: what the advisor has to know beside the finished rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["WAYS", "Situation"]

WAYS = ("independent_set", "explore", "easier", "harder", "stop")


@dataclass(frozen=True)
class Situation:
    """Where the labelling stands.

    Attributes
    ----------
    strategy : its name.  numbers : whether labels are numbers, not classes.
    independent : items with an answer that were drawn at random and never train the model.
    draws : whether such items go on being drawn.
    metric : of the score on them.
    budget : how many labels there may be in all, None = no limit.
    ways : how advice is followed here, a sentence or command for each of `WAYS`.
    stop : what the stopping rules say.
    """

    strategy: str
    numbers: bool = False
    independent: int = 0
    draws: bool = False
    metric: str | None = None
    budget: int | None = None
    ways: Mapping[str, str] = field(default_factory=dict)
    stop: bool | None = None

    def way(self, name: str) -> str:
        """How the advice ``name`` is followed here."""
        return self.ways.get(name, "")
