"""Uncertain items of a stream, by a fixed threshold."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.streams.confidence import ConfidenceStream
from asknext.strategies.streams.state import State
from asknext.strategies.streams.stream_item import StreamItem
from asknext.strategies.streams.stream_strategy import Chance

__all__ = ["FixedUncertainty"]


@register
@dataclass(frozen=True)
class FixedUncertainty(ConfidenceStream):
    """An item of a stream where the model's highest probability is at most a fixed threshold (Zliobaite et al. 2014).

    Its weakness: as the model grows sure, rightly or not, it asks nothing more, and a drift goes unseen.
    """

    threshold: float | None = number(
        None, "ask where the highest probability is at most this; default: 1/C + budget (1 - 1/C)", low=0, high=1
    )

    name = "fixed_uncertainty"
    time = "C an item"
    source = "Zliobaite et al. 2014"

    def consider(
        self, own: State, share: float, utility: float, item: StreamItem, chance: Chance
    ) -> tuple[bool, State]:
        least = 1.0 / len(item.need("probabilities", self.name))
        threshold = least + share * (1.0 - least) if self.threshold is None else self.threshold
        return 1.0 - utility <= threshold + 1e-12, own
