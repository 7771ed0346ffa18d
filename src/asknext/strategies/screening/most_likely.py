"""Find all of a rare class: the likeliest first, with some looks elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.content_order import content_keys, content_order
from asknext.strategies.inputs import Float64, ProbabilityBlocks
from asknext.strategies.orders.one_class_scorer import OneClassScorer
from asknext.strategies.parameter import choice, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.top import top

__all__ = ["MostLikely"]

_ELSEWHERE = ("random", "uncertain")


@register
@dataclass(frozen=True)
class MostLikely(OneClassScorer):
    """The likelier of the class looked for, the sooner, with a share of exploration (Cormack & Grossman 2014).

    Each place goes to the likeliest item left, or with probability ``explore`` to a random one left (``random``) or to
    the one left whose probability is nearest to 1/2 (``uncertain``). Relevance feedback alone finds more of what is
    known already; the random share finds kinds nobody thought of, and is what estimates of recall rest on. With 0 this
    is `positive`. When to stop: see the rules `quant`, `qbcb`, `cmh`, `knee`, `target` and `review_budget`.
    """

    explore: float = number(0.05, "probability that a place is for exploration", low=0, high=1)
    elsewhere: str = choice("random", "what is explored: 'random' or 'uncertain' items", options=_ELSEWHERE)

    name = "most_likely"
    time = "n log n"
    memory = "n"
    source = "Cormack & Grossman 2014"

    def of(self, p: Float64) -> Float64:
        return self.likely(p)

    def sentence(self, p: Float64) -> str:
        return f"The class looked for has {self.likely(p[None, :])[0]:.2f} here."

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        likely = self._finite(self.score_rows(view), view)
        best = top(likely, len(likely), rng)
        other = self._other(view, likely, rng)
        explored = rng.random(n) < self.explore
        chosen = _taken(explored, best, other)
        rows, scores = view.unlabelled[chosen], likely[chosen]

        def reason(i: int) -> str:
            return self._elsewhere(float(scores[i])) if explored[i] else self.reason(view, int(rows[i]), 0.0)

        return Batch(rows, scores, Reasons(n, reason))

    def _other(self, view: PoolView, likely: Float64, rng: np.random.Generator) -> IntArray:
        if self.elsewhere == "random":
            blocks = ProbabilityBlocks(view, self.name)
            order = content_order(blocks, len(likely), blocks.classes, rng)
            return np.argsort(content_keys(order, rng), kind="stable")
        return top(-np.abs(likely - 0.5), len(likely), rng)

    def _elsewhere(self, likely: float) -> str:
        if self.elsewhere == "random":
            return "Drawn at random, to find what the model would overlook."
        return f"The model cannot tell whether it is of the class looked for ({likely:.2f})."


def _taken(explored: Any, best: IntArray, other: IntArray) -> IntArray:
    """For each place the first of ``other``, where explored, or else of ``best``, that is not taken yet."""
    taken = np.zeros(len(best), dtype=bool)
    sources = iter(best.tolist()), iter(other.tolist())
    chosen = np.empty(len(explored), dtype=np.int64)
    for place, elsewhere in enumerate(explored.tolist()):
        chosen[place] = next(at for at in sources[elsewhere] if not taken[at])
        taken[chosen[place]] = True
    return chosen
