"""Kernel density estimate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.density.density_scorer import DensityScorer, drawn_by_content
from asknext.strategies.geometry.gaussian_kernel import kernel_sums, pool_width
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.parameter import choice, number
from asknext.strategies.registry import register

__all__ = ["KDE"]


@register
@dataclass(frozen=True)
class KDE(DensityScorer):
    """Mean Gaussian similarity ``mean_u exp(-d(x, u)^2 / (2 w^2))`` to the unlabelled items, itself among them.

    In a pool of more than ``references`` the mean is over so many items drawn at random, and the item. From 1/n to 1;
    the inverse for sparse regions. The width w is by default the root mean squared distance to the mean of the pool.
    """

    width: float | None = number(None, "width of the kernel; default: the spread of the pool", low=1e-12)
    references: int = number(5000, "the most items that each is compared with", low=1, integer=True)
    metric: str = choice("euclidean", "'euclidean', or 'cosine' for rows of length 1", options=("euclidean", "cosine"))

    name = "kde"
    time = "n min(n, references) d"
    memory = "n + references d"
    source = "Rosenblatt 1956; Parzen 1962"

    def density(self, view: PoolView) -> Float64:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        rng = np.random.default_rng(self.draw_seed)
        rows = drawn_by_content(points, view.unlabelled, self.references, rng)
        references, width = points.rows(rows, np.float64), pool_width(points, self.width)
        outside = ~np.isin(view.unlabelled, rows)  # an item always counts itself, drawn or not
        return np.asarray((kernel_sums(points, references, width) + outside) / (len(rows) + outside), dtype=np.float64)
