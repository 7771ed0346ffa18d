"""Every so many items of a stream."""

from __future__ import annotations

import math
from dataclasses import dataclass

from asknext.strategies.registry import register
from asknext.strategies.streams.state import State
from asknext.strategies.streams.stream_item import StreamItem
from asknext.strategies.streams.stream_strategy import Chance, StreamStrategy, manager

__all__ = ["Periodic"]

_ROUNDING = 1e-9


@register
@dataclass(frozen=True)
class Periodic(StreamStrategy):
    """An item of a stream whenever the budget has grown by a whole question: evenly spread, nothing looked at."""

    manager: str = manager("fixed")

    name = "periodic"
    time = "1 an item"
    source = "-"

    def own(self) -> State:
        return {"seen": 0}

    def utility(self, own: State, item: StreamItem) -> float:
        return 0.0

    def consider(
        self, own: State, share: float, utility: float, item: StreamItem, chance: Chance
    ) -> tuple[bool, State]:
        before, now = (math.floor(share * t + _ROUNDING) for t in (own["seen"], own["seen"] + 1))
        return now > before, own

    def noticed(self, own: State, item: StreamItem, asked: bool) -> State:
        return {"seen": own["seen"] + 1}

    def sentence(self, own: State, item: StreamItem, utility: float) -> str:
        return "The next in a regular pattern."
