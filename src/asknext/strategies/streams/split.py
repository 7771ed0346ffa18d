"""Part of a stream at random, the rest by uncertainty."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.streams.confidence import VariableThreshold
from asknext.strategies.streams.state import State
from asknext.strategies.streams.stream_item import StreamItem
from asknext.strategies.streams.stream_strategy import Chance

__all__ = ["Split"]


@register
@dataclass(frozen=True)
class Split(VariableThreshold):
    """A share ``random`` of a stream, drawn at random, is asked as `stream_random` does; the rest as
    `variable_uncertainty` does (Zliobaite et al. 2014).

    The random part is a fair sample: it shows a drift wherever it happens, and can measure the model.
    """

    random: float = number(0.2, "share of the stream that is treated at random", low=0, high=1)

    name = "split"
    time = "C an item"
    source = "Zliobaite et al. 2014"

    def consider(
        self, own: State, share: float, utility: float, item: StreamItem, chance: Chance
    ) -> tuple[bool, State]:
        if chance().random() < self.random:
            return bool(chance().random() < share), own
        return super().consider(own, share, utility, item, chance)

    def limit(self, threshold: float, chance: Chance) -> float:
        return threshold

    def sentence(self, own: State, item: StreamItem, utility: float) -> str:
        if 1.0 - utility >= own["threshold"]:
            return "Drawn at random from the stream."
        return super().sentence(own, item, utility)
