"""Now and then a random item instead of the best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.parameter import number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.wrappers.ordered_by_scorer import OrderedByScorer

__all__ = ["EpsilonGreedy"]


@register
@dataclass(frozen=True)
class EpsilonGreedy(OrderedByScorer):
    """Each place of the batch goes to the best item left, or with probability ``epsilon`` to a random item left.

    Random items show what the scorer overlooks (Sutton & Barto 1998 for the rule). With epsilon 0 exactly the scorer,
    with 1 random sampling.
    """

    epsilon: float = number(0.1, "probability of a random item", low=0, high=1)

    name = "epsilon_greedy"
    time = "the scorer's + n log n"
    memory = "n"
    source = "Sutton & Barto 1998"

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        rows, scores = self.ordered(view, rng)
        chances = rng.random(n) < self.epsilon
        places = _places(chances, rng.permutation(len(rows)))
        chosen = rows[places]

        def reason(i: int) -> str:
            if chances[i]:
                return "Drawn at random, to see what the strategy would overlook."
            return self.scorer.reason(view, int(chosen[i]), float(scores[places[i]]))

        return Batch(chosen, scores[places], Reasons(n, reason))


def _places(chances: npt.NDArray[np.bool_], shuffled: IntArray) -> IntArray:
    """Places in the order of scores: the first not taken yet, or, where ``chances`` says so, a random one not taken."""
    taken = np.zeros(len(shuffled), dtype=bool)
    best, drawn = iter(range(len(shuffled))), iter(shuffled.tolist())
    places = np.empty(len(chances), dtype=np.int64)
    for i, chance in enumerate(chances):
        places[i] = next(place for place in (drawn if chance else best) if not taken[place])
        taken[places[i]] = True
    return places
