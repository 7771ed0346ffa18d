"""The witness of the maximum mean discrepancy between the pool and what is labelled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.density.density_scorer import drawn_by_content
from asknext.strategies.geometry.gaussian_kernel import kernel_sums, pool_width
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import choice, number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer

__all__ = ["MMD"]


@register
@dataclass(frozen=True)
class MMD(Scorer):
    """Where the pool is dense and the labels are not: ``mean_u k(x, u) - mean_l k(x, l)`` (Kim 2016).

    u runs over the unlabelled items, l over the labelled ones (without any, the second mean is 0), each over at most
    ``references`` drawn at random; k is the Gaussian kernel of width w, by default the root mean squared distance to
    the mean of the pool. The witness function of the maximum mean discrepancy (Gretton 2012): from -1 to 1.
    """

    width: float | None = number(None, "width of the kernel; default: the spread of the pool", low=1e-12)
    references: int = number(5000, "the most items of either kind that each is compared with", low=1, integer=True)
    draw_seed: int = number(0, "seed of what is drawn at random within a large pool", low=0, integer=True)
    metric: str = choice("euclidean", "'euclidean', or 'cosine' for rows of length 1", options=("euclidean", "cosine"))

    name = "mmd"
    time = "n min(n, references) d"
    memory = "n + references d"
    source = "Gretton et al. 2012; Kim, Khanna & Koyejo 2016"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    def score_rows(self, view: PoolView) -> Float64:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        rng, width = np.random.default_rng(self.draw_seed), pool_width(points, self.width)
        kinds = [view.unlabelled, labelled_rows(view)]
        drawn = [drawn_by_content(points, rows, self.references, rng) for rows in kinds if len(rows)]
        pool, *labelled = [points.rows(rows, np.float64) for rows in drawn]
        scores = kernel_sums(points, pool, width) / len(pool)
        return scores - kernel_sums(points, labelled[0], width) / len(labelled[0]) if labelled else scores

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return "Many items are like it, and few of those have a label."
