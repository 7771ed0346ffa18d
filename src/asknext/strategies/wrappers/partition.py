"""Any strategy on each part of a pool that is dealt at random."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch, Strategy
from asknext.strategies.limited_view import limited_to
from asknext.strategies.parameter import number, strategy
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import Selector

__all__ = ["Partition"]


@register
@dataclass(frozen=True)
class Partition(Selector):
    """The pool is dealt at random into equal parts of at most ``size`` rows; each part gives its share of the batch.

    The shares of a batch differ by at most one. The batch takes the first of each part, then the second of each, and
    so on. With one part, exactly the other strategy.
    """

    strategy: Strategy = strategy("margin", "the strategy that chooses in each part")  # noqa: RUF009
    size: int = number(10_000, "rows of a part at most", low=1, integer=True)

    name = "partition"
    time = "n / size times the other strategy's on size rows"
    memory = "n + the other strategy's on size rows"
    source = "Mirzasoleiman et al. 2013 (selection in parts)"

    @property
    def needs(self) -> frozenset[str]:
        return self.strategy.needs

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset(getattr(self.strategy, "tasks", super().tasks))

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        parts = self.parts(view, rng)
        shares = [len(range(i, n, len(parts))) for i in range(len(parts))]
        found = [
            self.strategy.select(limited_to(view, part, self.name), share, rng)
            for part, share in zip(parts, shares, strict=True)
            if share
        ]
        return found[0] if len(found) == 1 else _in_turns(found, n)

    def parts(self, view: PoolView, rng: np.random.Generator) -> list[IntArray]:
        """The unlabelled rows in disjoint parts, larger ones first; sizes differ by at most one."""
        count = -(-len(view.unlabelled) // self.size)
        dealt = rng.permutation(view.unlabelled) if count > 1 else view.unlabelled
        return [np.sort(dealt[i::count]) for i in range(count)]


def _in_turns(found: list[Batch], n: int) -> Batch:
    turns = np.concatenate([np.arange(len(one)) for one in found])
    order = np.argsort(turns, kind="stable")
    places = [(batch, i) for batch in found for i in range(len(batch))]
    rows = np.concatenate([one.indices for one in found])[order]
    scores = np.concatenate([one.scores for one in found])[order]

    def reason(i: int) -> str:
        batch, place = places[order[i]]
        return str(batch.reasons[place])

    return Batch(rows, scores, Reasons(n, reason))
