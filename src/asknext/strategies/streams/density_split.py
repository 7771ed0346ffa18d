"""Uncertain items in the dense parts of a stream."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.strategies.inputs import Float64
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.selector import SINGLE_LABEL
from asknext.strategies.streams.state import State
from asknext.strategies.streams.stream_item import StreamItem
from asknext.strategies.streams.stream_strategy import Chance, StreamStrategy, manager

__all__ = ["DensitySplit"]

_FAR = 1e300  # JSON knows no infinity


@register
@dataclass(frozen=True)
class DensitySplit(StreamStrategy):
    """An item of a stream in a dense place, where the margin of the two likeliest classes is below a moving threshold.

    A place is dense where the item comes nearer than anything before to at least one of the last ``recent`` items
    (DBALStream, Ienco, Pfahringer & Zliobaite 2014): outliers are let pass. The threshold is that of
    `random_variable_uncertainty`. The utility is 1 minus the margin.
    """

    manager: str = manager("fixed")
    step: float = number(0.01, "relative change of the threshold with each item", low=1e-6, high=0.999)
    deviation: float = number(1.0, "standard deviation of the noise on the threshold", low=0, high=100)
    recent: int = number(100, "items that the density looks back on", low=1, integer=True)

    name = "density_split"
    time = "w d an item"
    memory = "w d"
    source = "Ienco, Pfahringer & Zliobaite 2014"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "embeddings"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def own(self) -> State:
        return {"threshold": 1.0, "points": np.empty((0, 0)), "nearest": []}

    def utility(self, own: State, item: StreamItem) -> float:
        p = np.sort(item.need("probabilities", self.name))
        return 1.0 - float(p[-1] - p[-2]) if len(p) > 1 else 0.0

    def consider(
        self, own: State, share: float, utility: float, item: StreamItem, chance: Chance
    ) -> tuple[bool, State]:
        away = self._away(own, item)
        if not (away < np.asarray(own["nearest"])).any():
            return False, own
        ask = 1.0 - utility < own["threshold"] * chance().normal(1.0, self.deviation)
        return bool(ask), own | {"threshold": own["threshold"] * (1.0 - self.step if ask else 1.0 + self.step)}

    def noticed(self, own: State, item: StreamItem, asked: bool) -> State:
        away, point = self._away(own, item), item.need("embedding", self.name)
        nearest = np.minimum(own["nearest"], away) if len(away) else np.empty(0)
        points = np.vstack([own["points"], point]) if len(away) else point[None, :]
        closest = float(away.min()) if len(away) else _FAR
        return own | {"points": points[-self.recent :], "nearest": [*nearest.tolist(), closest][-self.recent :]}

    def sentence(self, own: State, item: StreamItem, utility: float) -> str:
        return f"In a dense place, where the two likeliest answers are only {1.0 - utility:.0%} apart."

    def _away(self, own: State, item: StreamItem) -> Float64:
        """(w,) distances to the last items."""
        if len(own["points"]) == 0:
            return np.empty(0)
        steps = own["points"] - item.need("embedding", self.name)
        return np.asarray(np.sqrt(np.einsum("ij,ij->i", steps, steps)), dtype=np.float64)
