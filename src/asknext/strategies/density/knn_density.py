"""Density by the nearest neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.density.density_scorer import DensityScorer
from asknext.strategies.geometry.gaussian_kernel import pool_width
from asknext.strategies.geometry.nearest_neighbours import nearest_neighbours
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.parameter import choice, number
from asknext.strategies.registry import register

__all__ = ["KNNDensity"]

_LEAST = 1e-6


@register
@dataclass(frozen=True)
class KNNDensity(DensityScorer):
    """Inverse mean distance to the k nearest unlabelled items; the mean distance itself for sparse regions.

    A mean distance below a millionth of the spread of the pool counts as that. One item alone has density 1. Neighbours
    in a pool of more than 20,000 are approximate.
    """

    neighbours: int = number(20, "how many nearest items", low=1, high=1000, integer=True)
    metric: str = choice("euclidean", "'euclidean', or 'cosine' for rows of length 1", options=("euclidean", "cosine"))

    name = "knn_density"
    time = "n min(n, 8000) d"
    memory = "n k"
    source = "Loftsgaarden & Quesenberry 1965; Zhu et al. 2010 (in active learning)"

    def density(self, view: PoolView) -> Float64:
        if len(view.unlabelled) == 1:
            return np.ones(1)
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        rng = np.random.default_rng(self.draw_seed)
        near = nearest_neighbours(points, view.unlabelled, self.neighbours, rng)
        away = np.sqrt(near.squares).mean(axis=1)
        return np.asarray(1.0 / np.maximum(away, _LEAST * pool_width(points, None)), dtype=np.float64)
