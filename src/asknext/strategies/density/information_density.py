"""Information density: mean cosine similarity to the unlabelled items."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.density.density_scorer import DensityScorer
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.parameter import number
from asknext.strategies.registry import register

__all__ = ["InformationDensity"]


@register
@dataclass(frozen=True)
class InformationDensity(DensityScorer):
    """``max(0, mean_u cos(x, u))^beta`` over the unlabelled items u, itself among them (Settles & Craven 2008).

    Multiply it with an informativeness: ``Entropy() * InformationDensity(beta=1)``. Exact in O(n d), because the mean
    of the similarities is the similarity to the mean of the rows of length 1. For sparse regions:
    ``(1 - mean_u cos(x, u))^beta``. A row of zeros is similar to nothing.
    """

    beta: float = number(1.0, "exponent: how much density counts", low=0)

    name = "information_density"
    time = "n d"
    memory = "n"
    source = "Settles & Craven 2008"

    def density(self, view: PoolView) -> Float64:
        points = EmbeddingBlocks(view, self.name, "cosine")
        mean = np.zeros(points.dimensions)
        for _, total in points.over(lambda block: block.sum(axis=0), dtype=np.float64):
            mean += total
        mean /= len(view.unlabelled)
        similarity = points.over(lambda block: np.einsum("ij,j->i", block, mean), dtype=np.float64)
        return np.concatenate([each for _, each in similarity])

    def score_rows(self, view: PoolView) -> Float64:
        similarity = self.density(view)
        base = similarity if self.favour == "dense" else 1.0 - similarity
        return np.asarray(np.maximum(base, 0.0) ** self.beta, dtype=np.float64)
