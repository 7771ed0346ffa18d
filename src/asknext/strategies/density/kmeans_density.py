"""Density by the centres of k-means."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.density.density_scorer import DensityScorer, drawn_by_content
from asknext.strategies.geometry.clustering import cluster
from asknext.strategies.geometry.gaussian_kernel import kernel
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.parameter import choice, number
from asknext.strategies.registry import register

__all__ = ["KMeansDensity"]

_SAMPLE, _ROWS_A_CENTRE = 20_000, 64
_LEAST = 1e-12


@register
@dataclass(frozen=True)
class KMeansDensity(DensityScorer):
    """``sum_c s_c exp(-||x - m_c||^2 / (2 w^2))`` over k-means centres m_c that hold a share s_c of the items.

    A kernel density estimate with k kernels instead of n; w is the root mean squared distance of the items to their
    own centre. From 1e-12 (what is less counts as that) to 1; the inverse for sparse regions. Clusters are found on at
    most 20,000 items or 64 a centre.
    """

    centres: int = number(50, "how many clusters", low=1, high=10_000, integer=True)
    metric: str = choice("euclidean", "'euclidean', or 'cosine' for rows of length 1", options=("euclidean", "cosine"))

    name = "kmeans_density"
    time = "n k d"
    memory = "n + max(20000, 64 k) d"
    source = "Nguyen & Smeulders 2004 (density from clusters)"

    def density(self, view: PoolView) -> Float64:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        rng, k = np.random.default_rng(self.draw_seed), min(self.centres, len(view.unlabelled))
        rows = drawn_by_content(points, view.unlabelled, max(_SAMPLE, _ROWS_A_CENTRE * k), rng)
        found = cluster(points.rows(rows), k, np.ones(len(rows)), rng)
        shares = np.bincount(found.members, minlength=k) / len(rows)
        width = math.sqrt(float(found.squares.mean())) or 1.0
        parts = [kernel(block, found.centres, width) @ shares for _, block in points.blocks(np.float64)]
        return np.maximum(np.concatenate(parts), _LEAST)
