"""Active learning by learning: a bandit over strategies."""

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

__all__ = ["Albl"]


@register
@dataclass(frozen=True)
class Albl(Chooser):
    """Several strategies, each followed the more often the more accurate the model became by what it asked.

    From Hsu & Lin 2015. Each place of the batch goes to the best item left of a strategy drawn with
    ``p_k = (1 - N p_min) w_k / sum w + p_min``, so that an item is asked with the chance ``q = sum_k p_k a_k``, where
    a_k is its chance under strategy k. After the answer EXP4.P raises ``log w_k`` by
    ``p_min / 2 (r a_k / q + sqrt(ln(N / delta) / (N T)) / p_k)``. The reward r is the importance-weighted accuracy of
    the new model on all answers so far, ``1 / (n T) sum [right] / q``, which is unbiased for the accuracy on the whole
    pool; keep `random` among the strategies, so that every item has a chance. The answers to a batch are settled
    together, and no item is drawn twice, where the source may draw one again. The score is q. It learns where the loop
    keeps its notes, as `ActiveLearner` does; elsewhere it draws from all strategies alike.
    """

    floor: float | None = number(
        None, "the least share of a strategy; default: sqrt(ln N / (N horizon)), at most 1 / N", low=1e-9, high=0.5
    )
    delta: float = number(0.1, "chance that the bound of EXP4.P fails", low=1e-9, high=1)

    name = "albl"
    time = "sum of the strategies' + m C a round"
    memory = "sum of the strategies' + b N"
    source = "Hsu & Lin 2015; Beygelzimer et al. 2011 (EXP4.P)"

    def shares(self, weights: Float64) -> Float64:
        least = self._floor()
        return (1.0 - len(weights) * least) * weights + least

    def learnt(self, answers: Sequence[Answer], view: PoolView) -> Float64:
        size = len(self.strategies)
        reward = sum(one.right / one.chance for one in answers) / (view.n * self.horizon)
        width = math.sqrt(math.log(size / self.delta) / (size * self.horizon))
        gains = [reward * one.advice / one.chance + width / one.shares for one in answers if one.fresh]
        return np.asarray(self._floor() / 2.0 * np.sum(gains, axis=0), dtype=np.float64)

    def _floor(self) -> float:
        size = len(self.strategies)
        wanted = math.sqrt(math.log(size) / (size * self.horizon)) if self.floor is None else self.floor
        return min(wanted, 1.0 / size)
