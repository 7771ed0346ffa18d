"""The rung of stream strategies that look at how sure the model is of its best guess."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from asknext.strategies.parameter import number
from asknext.strategies.selector import SINGLE_LABEL
from asknext.strategies.streams.state import State
from asknext.strategies.streams.stream_item import StreamItem
from asknext.strategies.streams.stream_strategy import Chance, StreamStrategy

__all__ = ["ConfidenceStream", "VariableThreshold"]


@dataclass(frozen=True)
class ConfidenceStream(StreamStrategy):
    """Asks where the highest class probability is below a threshold. The utility is 1 minus that probability."""

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def utility(self, own: State, item: StreamItem) -> float:
        return 1.0 - float(np.max(item.need("probabilities", self.name)))

    def sentence(self, own: State, item: StreamItem, utility: float) -> str:
        return f"The model gives its best guess only {1.0 - utility:.0%}."


@dataclass(frozen=True)
class VariableThreshold(ConfidenceStream):
    """A threshold that falls by ``step`` with each question and rises by as much with each item not asked.

    It is 1 at first and stays as it is while the budget is spent. A member writes `limit`.
    """

    step: float = number(0.01, "relative change of the threshold with each item", low=1e-6, high=0.999)

    def own(self) -> State:
        return {"threshold": 1.0}

    @abstractmethod
    def limit(self, threshold: float, chance: Chance) -> float:
        """What the confidence is compared with."""

    def consider(
        self, own: State, share: float, utility: float, item: StreamItem, chance: Chance
    ) -> tuple[bool, State]:
        ask = 1.0 - utility < self.limit(own["threshold"], chance)
        return ask, own | {"threshold": own["threshold"] * (1.0 - self.step if ask else 1.0 + self.step)}
