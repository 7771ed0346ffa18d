"""The rung on which density scorers stand; made to be multiplied with, added to or an exponent of another score."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.geometry.representatives import by_content
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.parameter import choice, number
from asknext.strategies.scorer import Scorer

__all__ = ["DensityScorer", "drawn_by_content"]


@dataclass(frozen=True)
class DensityScorer(Scorer):
    """How dense the items lie around each. A member writes `density`, and `sparsity` where that is not 1/density.

    Both uses in the literature are here: ``favour="dense"`` asks for representative items, ``favour="sparse"`` for
    under-explored regions. Draws in large pools come from ``draw_seed``, so that a score is a function of the pool.
    """

    favour: str = choice("dense", "'dense' regions, or 'sparse' ones", options=("dense", "sparse"))
    draw_seed: int = number(0, "seed of what is drawn at random within a large pool", low=0, integer=True)

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    @abstractmethod
    def density(self, view: PoolView) -> Float64:
        """(u,) density around each of ``view.unlabelled``."""

    def sparsity(self, density: Float64) -> Float64:
        """(u,) the score where sparse regions are favoured."""
        return np.asarray(1.0 / density, dtype=np.float64)

    def score_rows(self, view: PoolView) -> Float64:
        density = self.density(view)
        return density if self.favour == "dense" else self.sparsity(density)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return "Many other items are like it." if self.favour == "dense" else "Few other items are like it."


def drawn_by_content(points: EmbeddingBlocks, rows: IntArray, most: int, rng: np.random.Generator) -> IntArray:
    """At most ``most`` of ``rows`` drawn at random, in an order that depends on their content only."""
    ordered = rows[by_content(points, rows, rng)]
    return ordered if len(rows) <= most else ordered[np.sort(rng.choice(len(rows), most, replace=False))]
