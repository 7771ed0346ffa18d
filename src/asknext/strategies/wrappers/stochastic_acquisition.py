"""The rung of stochastic batch acquisition: draw in proportion to a function of the scores, without replacement."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.parameter import number
from asknext.strategies.reasons import Reasons
from asknext.strategies.scorer import Float64
from asknext.strategies.top import top
from asknext.strategies.wrappers.ordered_by_scorer import OrderedByScorer

__all__ = ["NEVER", "StochasticAcquisition"]

NEVER = -1e300  # a logit of minus infinity that can still be compared: such items come last, at random


@dataclass(frozen=True)
class StochasticAcquisition(OrderedByScorer):
    """The highest ``logit + Gumbel(0, 1 / beta)``: draws without replacement with chances ``exp(beta * logit)``.

    A member writes `logits`. The noise belongs to places in the order of the scores, so that shuffled rows are chosen
    alike. The score of a choice is its logit with the noise.
    """

    beta: float = number(1.0, "how sharply chances follow the scores; 0 is random", low=0)

    time = "the scorer's + n log n"
    memory = "n"
    source = "Kirsch et al. 2021"

    @abstractmethod
    def logits(self, scores: Float64) -> Float64:
        """(u,) logits of ``scores`` (u,), which are in falling order."""

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        rows, scores = self.ordered(view, rng)
        logits, noise = self.logits(scores), rng.gumbel(size=len(rows))
        noisy = np.where(logits <= NEVER, NEVER, self.beta * logits + noise)
        chosen = top(noisy, n, rng)
        picked = rows[chosen]

        def reason(i: int) -> str:
            why = self.scorer.reason(view, int(picked[i]), float(scores[chosen[i]]))
            return f"Drawn by chance in proportion. {why}"

        return Batch(picked, noisy[chosen], Reasons(n, reason))
