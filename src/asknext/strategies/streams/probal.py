"""Probabilistic active learning in streams."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from asknext.strategies.inputs import Float64
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.selector import SINGLE_LABEL
from asknext.strategies.streams.state import State
from asknext.strategies.streams.stream_item import StreamItem
from asknext.strategies.streams.stream_strategy import Chance, StreamStrategy, manager
from asknext.strategies.uncertainty.probabilistic_al import expected_gain

__all__ = ["Probal", "one_label_gain"]


@register
@dataclass(frozen=True)
class Probal(StreamStrategy):
    """An item of a stream where labels nearby are expected to raise the accuracy most (Kottke et al. 2015).

    The utility is the expected gain of `probabilistic_al`: high where few labels are near and the model is unsure.
    Labels near are counted among the last ``recent`` items asked about, each as ``exp(-d^2 / (2 width^2))``. The
    balanced incremental quantile filter asks the best share of the last ``window`` items.
    """

    manager: str = manager("quantile")
    prior: float = number(1e-3, "count each class has beforehand", low=1e-12)
    most: int = number(1, "labels looked ahead", low=1, high=5, integer=True)
    width: float | None = number(None, "distance over which a label counts; default: the spread so far", low=1e-12)
    recent: int = number(200, "questions remembered", low=1, integer=True)

    name = "probal"
    time = "w d + C^(most + 1) an item"
    memory = "w d"
    source = "Kottke, Krempl & Spiliopoulou 2015"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "embeddings"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def own(self) -> State:
        return {"asked": np.empty((0, 0)), "count": 0, "mean": np.empty(0), "squares": 0.0}

    def utility(self, own: State, item: StreamItem) -> float:
        point, p = item.need("embedding", self.name), item.need("probabilities", self.name)
        near = 0.0
        if len(own["asked"]):
            steps = own["asked"] - point
            near = float(np.exp(np.einsum("ij,ij->i", steps, steps) * (-0.5 / self._width(own) ** 2)).sum())
        if self.most == 1:
            return round(one_label_gain(near * p, self.prior), 12)
        return float(np.round(expected_gain(near * p[None, :], self.prior, self.most)[0], 12))

    def consider(
        self, own: State, share: float, utility: float, item: StreamItem, chance: Chance
    ) -> tuple[bool, State]:
        return True, own

    def noticed(self, own: State, item: StreamItem, asked: bool) -> State:
        point, count = item.need("embedding", self.name), own["count"] + 1
        step = point - own["mean"] if own["count"] else point
        moved = own["mean"] + step / count if own["count"] else point
        squares = own["squares"] + float(step @ step) * (count - 1) / count
        fresh = {"count": count, "mean": moved, "squares": squares}
        if asked:
            kept = np.vstack([own["asked"], point]) if len(own["asked"]) else point[None, :]
            fresh["asked"] = kept[-self.recent :]
        return own | fresh

    def sentence(self, own: State, item: StreamItem, utility: float) -> str:
        return f"A label here is expected to raise the accuracy around it by {utility:.2g}."

    def _width(self, own: State) -> float:
        """The root mean squared distance of all items so far to their mean, as Welford (1962) keeps it."""
        if self.width is not None:
            return self.width
        return math.sqrt(own["squares"] / own["count"]) or 1.0


def one_label_gain(frequencies: Float64, prior: float) -> float:
    """`expected_gain` of one label, for one item with ``frequencies`` (C,): quick enough for a stream."""
    counts = frequencies + prior
    whole, most = float(counts.sum()), float(counts.max())
    after = np.maximum(counts + 1.0, most)
    return float(counts @ after / whole / (whole + 1.0)) - most / whole
