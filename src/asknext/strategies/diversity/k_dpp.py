"""The likeliest batch of a determinantal point process, greedily."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.diversity.positive_weights import positive_weights
from asknext.strategies.geometry.gaussian_kernel import kernel, pool_width
from asknext.strategies.geometry.lazy_greedy import LazyGreedy
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.over_scorer import OverScorer
from asknext.strategies.parameter import choice, number, strategy
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer

__all__ = ["KDpp"]

_SINGULAR = 1e-10  # a variance below this is rounding: the item is a copy of what is chosen


@register
@dataclass(frozen=True)
class KDpp(OverScorer):
    """Again and again the item that raises ``log det L`` most, with ``L_ij = q_i s(i, j) q_j`` (Kulesza & Taskar 2012).

    q is the score of any scorer to the power ``strength``; s the Gaussian kernel ``exp(-d^2 / (2 w^2))``, whose width
    w is by default the root mean squared distance of the items to their mean. The gain of an item is
    ``2 log q_i + log v_i``, v the variance that those chosen leave unexplained (the greedy of Chen, Zhang & Zhou
    2018, found lazily so that the memory is not n b). The score of an item is its gain when chosen. Scores of which
    some are negative are first moved up; where all are 0, only the similarity counts.
    """

    scorer: Scorer = strategy("margin", "quality: a strategy that scores items", scores=True)  # noqa: RUF009
    strength: float = number(1.0, "power of the quality; 0 leaves similarity alone", low=0, high=1000)
    width: float | None = number(None, "width of the kernel; default: the spread of the pool", low=1e-12)
    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    also = frozenset({"embeddings"})
    name = "k_dpp"
    time = "n (C + d) + at worst n b^2 (b + d)"
    memory = "n + b (b + d)"
    source = "Kulesza & Taskar 2012; Chen, Zhang & Zhou 2018"

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        scores = self.scorer.score(view)
        quality = 2.0 * self.strength * np.log(positive_weights(scores))
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        chosen = _Chosen(points, view.unlabelled, quality, n, pool_width(points, self.width))
        greedy = LazyGreedy(quality, chosen.gains, rng.random(len(scores)), exact=True)
        picks, gains = np.empty(n, dtype=np.int64), np.empty(n)
        for i in range(n):
            picks[i], gains[i] = greedy.pick()
            chosen.take(int(picks[i]))
        rows, own = view.unlabelled[picks], scores[picks]
        return Batch(rows, gains, Reasons(n, lambda i: self.scorer.reason(view, int(rows[i]), float(own[i]))))


class _Chosen:
    """The Cholesky factor of the similarities of what is chosen, and the variance it leaves of the rest."""

    def __init__(self, points: EmbeddingBlocks, rows: IntArray, quality: Float64, n: int, width: float) -> None:
        self._points, self._rows, self._quality, self._width = points, rows, quality, width
        self._centres = np.empty((n, points.dimensions))
        self._factor = np.zeros((n, n))
        self._count = 0

    def gains(self, positions: IntArray) -> Float64:
        """(m,) what each position adds to ``log det L``."""
        variance: Float64 = 1.0 - np.square(self._explained(positions)).sum(axis=0)
        gains: Float64 = self._quality[positions] + np.log(np.maximum(variance, _SINGULAR))
        return gains

    def take(self, position: int) -> None:
        """Add a position to what is chosen."""
        column = self._explained(np.array([position]))[:, 0]
        count = self._count
        self._factor[count, :count] = column
        self._factor[count, count] = math.sqrt(max(1.0 - float(column @ column), _SINGULAR))
        self._centres[count] = self._points.rows(self._rows[[position]], np.float64)[0]
        self._count += 1

    def _explained(self, positions: IntArray) -> Float64:
        """(count, m) the similarities to what is chosen, in an orthonormal basis."""
        from scipy.linalg import solve_triangular

        own = self._points.rows(self._rows[positions], np.float64)
        similar = kernel(self._centres[: self._count], own, self._width)
        if self._count == 0:
            return similar
        factor = self._factor[: self._count, : self._count]
        return np.asarray(solve_triangular(factor, similar, lower=True, check_finite=False), dtype=np.float64)
