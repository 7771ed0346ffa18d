"""Stop when there is nothing left to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History

__all__ = ["PoolExhaustedRule"]


@dataclass(frozen=True)
class PoolExhaustedRule(Described):
    """Enough when no item is left that could be asked. Certain."""

    name: ClassVar[str] = "pool_exhausted"
    source: ClassVar[str] = "there is nothing left to ask"

    def check(self, history: History) -> Advice:
        left = history[-1].remaining if history else None
        if left is None:
            return Advice(self.name, None, "How many items are left to ask about is not known yet.")
        sentence = (
            "Every item has been asked: nothing is left." if left == 0 else f"{left:,} items are left to ask about."
        )
        return Advice(self.name, left == 0, sentence, float(left), 0.0)
