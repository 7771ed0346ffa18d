"""k-center greedy, also called core-set selection."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.farthest_first import FarthestFirst
from asknext.strategies.geometry.kept_distances import kept_distances
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import choice
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import Selector

__all__ = ["KCenterGreedy"]


@register
@dataclass(frozen=True)
class KCenterGreedy(Selector):
    """Again and again the item farthest from all labelled and chosen: ``argmax_i min_{j in S} d(i, j)``.

    S starts as the rows with a known label (all labelled rows where no labels are given). Without any, the first item
    is drawn at random and its score is NaN. Exactly the greedy of Sener & Savarese (2018, core-set), at a fraction of
    its distances; those to labelled items are kept for the next round where the view keeps things. Scores are the
    distances when chosen, Euclidean or ``1 - cosine``; a row of zeros has no direction and is at cosine distance 1/2
    from all others.
    """

    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "k_center_greedy"
    time = "n m d + at worst n b d"
    memory = "n + (m + b) d"
    source = "Gonzalez 1985; Sener & Savarese 2018"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        centres, keys = labelled_rows(view), rng.random(len(view.unlabelled))
        kept = kept_distances(view, self.metric, centres)
        traversal = FarthestFirst(points, view.unlabelled, centres, keys, n, kept)
        picks = [traversal.pick() for _ in range(n)]
        distances = np.array([self._distance(square) for _, square in picks])
        rows = view.unlabelled[[position for position, _ in picks]]
        return Batch(rows, distances, Reasons(n, lambda i: _sentence(distances[i], i)))

    def _distance(self, square: float) -> float:
        if math.isinf(square):
            return math.nan
        return square / 2 if self.metric == "cosine" else math.sqrt(square)


def _sentence(distance: float, position: int) -> str:
    if math.isnan(distance):
        return "A first item, drawn at random: nothing is labelled yet."
    if distance == 0:
        return "The same as an item already asked about; nothing new is left."
    if position == 0:
        return f"Least like anything labelled so far (distance {distance:.2g})."
    return f"Unlike anything labelled or chosen so far (distance {distance:.2g})."
