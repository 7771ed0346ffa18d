"""Hedge: follow the strategies whose questions taught the model most."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.choosing.chooser import Answer, Chooser
from asknext.strategies.inputs import Float64
from asknext.strategies.parameter import number
from asknext.strategies.registry import register

__all__ = ["Hedge"]


@register
@dataclass(frozen=True)
class Hedge(Chooser):
    """Several strategies, followed the less often the better the model knew the answers to what they asked.

    Weights are multiplied by ``exp(-rate loss)`` (Freund & Schapire 1997). The loss of an answer is the probability
    that the model gave to the true label when it asked, from 0 for a surprise to 1 for a waste; a strategy is charged
    ``loss a_k / q``, where a_k is the chance of the item under it and q the chance with which it was asked: as some
    answers are never seen, this estimates the loss of all its proposals without bias (Auer et al. 2002). Each
    strategy keeps the share ``floor / N``. Unlike `albl` the loss looks at what was new and not at how well the model
    became. The score is q. It learns where the loop keeps its notes, as `ActiveLearner` does; elsewhere it draws from
    all strategies alike.
    """

    rate: float | None = number(None, "how fast it learns; default: sqrt(8 ln N / horizon)", low=0, high=100)
    floor: float = number(0.1, "share that all strategies divide whatever their losses", low=1e-6, high=1)

    name = "hedge"
    time = "sum of the strategies' + m C a round"
    memory = "sum of the strategies' + b N"
    source = "Freund & Schapire 1997; Auer et al. 2002"

    def shares(self, weights: Float64) -> Float64:
        return (1.0 - self.floor) * weights + self.floor / len(weights)

    def learnt(self, answers: Sequence[Answer], view: PoolView) -> Float64:
        losses = [one.known * one.advice / one.chance for one in answers if one.fresh]
        return np.asarray(-self._rate() * np.sum(losses, axis=0), dtype=np.float64)

    def _rate(self) -> float:
        return math.sqrt(8.0 * math.log(len(self.strategies)) / self.horizon) if self.rate is None else self.rate
