"""Stop screening after half of the pool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.shares import check_shares

__all__ = ["Half"]


@dataclass(frozen=True)
class Half(Described):
    """Enough when ``share`` of all items has been looked at. It counts; it knows nothing of what is left.

    Source: a usual baseline of the literature on technology-assisted review.
    """

    share: float = 0.5
    name: ClassVar[str] = "half"
    source: ClassVar[str] = "a usual baseline"

    def __post_init__(self) -> None:
        check_shares(self.name, share=self.share)

    def check(self, history: History) -> Advice:
        last = history[-1] if history else None
        if last is None or last.remaining is None:
            sentence = "How many items are left is not known yet."
            return Advice(self.name, None, sentence, None, self.share)
        seen = last.labels if last.relevance is None else len(last.relevance)
        n = seen + last.remaining
        value = seen / n if n else 1.0
        stop = value >= self.share
        sentence = f"{seen:,} of {n:,} items, {value:.0%}, have been looked at (bound {self.share:.0%})."
        return Advice(self.name, stop, sentence, value, self.share)
