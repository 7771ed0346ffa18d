"""Random items of a stream."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.registry import register
from asknext.strategies.streams.state import State
from asknext.strategies.streams.stream_item import StreamItem
from asknext.strategies.streams.stream_strategy import Chance, StreamStrategy, manager

__all__ = ["StreamRandom"]


@register
@dataclass(frozen=True)
class StreamRandom(StreamStrategy):
    """Each item of a stream with the same chance, the budget; the baseline of streams."""

    manager: str = manager("fixed")

    name = "stream_random"
    time = "1 an item"
    source = "Zliobaite et al. 2014"

    def utility(self, own: State, item: StreamItem) -> float:
        return 0.0

    def consider(
        self, own: State, share: float, utility: float, item: StreamItem, chance: Chance
    ) -> tuple[bool, State]:
        return bool(chance().random() < share), own

    def sentence(self, own: State, item: StreamItem, utility: float) -> str:
        return "Drawn at random from the stream."
