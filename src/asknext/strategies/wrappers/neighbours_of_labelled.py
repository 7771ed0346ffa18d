"""Any strategy on the neighbours of what is labelled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.geometry.nearest_unlabelled import nearest_unlabelled
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import choice, number
from asknext.strategies.registry import register
from asknext.strategies.wrappers.over_part import OverPart

__all__ = ["NeighboursOfLabelled", "filled"]


@register
@dataclass(frozen=True)
class NeighboursOfLabelled(OverPart):
    """Another strategy on the ``k`` nearest unlabelled neighbours of each labelled item (SEALS, Coleman et al. 2022).

    Neighbours are exact. Where there are fewer of them than items asked for, rows drawn at random fill up; with
    nothing labelled, the other strategy sees all.
    """

    k: int = number(100, "neighbours of each labelled item", low=1, integer=True)
    metric: str = choice("cosine", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "neighbours_of_labelled"
    time = "n m d + the other strategy's on m k rows"
    memory = "n + m k + the other strategy's on m k rows"
    source = "Coleman et al. 2022 (SEALS)"

    @property
    def needs(self) -> frozenset[str]:
        return self.strategy.needs | {"embeddings"}

    def part(self, view: PoolView, n: int, rng: np.random.Generator) -> IntArray:
        labelled = labelled_rows(view)
        if len(labelled) == 0:
            return view.unlabelled
        points = EmbeddingBlocks(view, self.name, self.metric)
        near, _ = nearest_unlabelled(points, labelled, self.k)
        return filled(view, np.unique(near), n, rng)


def filled(view: PoolView, positions: IntArray, n: int, rng: np.random.Generator) -> IntArray:
    """The unlabelled rows at ``positions``, and rows drawn at random up to ``n``."""
    missing = n - len(positions)
    if missing <= 0:
        return view.unlabelled[positions]
    rest = np.setdiff1d(np.arange(len(view.unlabelled)), positions)
    more: IntArray = rng.choice(rest, missing, replace=False)
    return np.concatenate([view.unlabelled[positions], view.unlabelled[more]])
