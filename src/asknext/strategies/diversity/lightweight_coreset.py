"""Lightweight coresets: sampling by distance from the mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.content_order import by_content, content_keys
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.parameter import choice
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import Selector

__all__ = ["LightweightCoreset"]


@register
@dataclass(frozen=True)
class LightweightCoreset(Selector):
    """Drawn with probability ``q_i = 1/2 1/u + 1/2 d(i, mean)^2 / sum_j d(j, mean)^2`` over u unlabelled items.

    Half the chance is the same for all, half goes to what is far from the mean (Bachem, Lucic & Krause 2018). Drawn
    one after the other without putting back, so that the batch is distinct; the score is q, and the batch is in the
    order of the draws. The paper draws with putting back and weighs each item by 1 / (b q); a batch to label needs
    neither.
    """

    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "lightweight_coreset"
    time = "n d"
    memory = "n"
    source = "Bachem, Lucic & Krause 2018"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        chances = self.chances(view)
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        order = by_content(points, view.unlabelled, rng)
        waits = -np.log1p(-content_keys(order, rng)) / chances  # the shortest are draws without putting back
        nearest = np.argpartition(waits, n - 1)[:n]
        chosen = nearest[np.argsort(waits[nearest])]
        own, even = chances[chosen], 1.0 / len(chances)
        return Batch(view.unlabelled[chosen], own, Reasons(n, lambda i: _sentence(float(own[i]) / even)))

    def chances(self, view: PoolView) -> Float64:
        """(u,) the probability of each unlabelled row to be drawn first."""
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        mean = sum(block.sum(axis=0) for _, block in points.blocks(np.float64)) / len(view.unlabelled)
        squares = np.empty(len(view.unlabelled))
        for place, block in points.blocks(np.float64):
            away = block - mean
            squares[place] = np.einsum("ij,ij->i", away, away)
        even = np.full(len(squares), 1.0 / len(squares))
        return 0.5 * even + 0.5 * squares / squares.sum() if squares.any() else even


def _sentence(times: float) -> str:
    if times > 1.5:
        return f"Drawn at random, {times:.1f} times as likely as the average item: it is far from the middle."
    return "Drawn at random; it is not far from the middle of the items."
