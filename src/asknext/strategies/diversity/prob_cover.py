"""ProbCover: balls around the chosen items that cover as much of the pool as they can; for a cold start."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.clustering import cluster
from asknext.strategies.geometry.gaussian_kernel import squared_distances
from asknext.strategies.geometry.lazy_greedy import LazyGreedy
from asknext.strategies.geometry.representatives import by_content
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import choice, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import Selector

__all__ = ["ProbCover", "pure_radius"]

_REFERENCES = 20_000
_PROBES = 1000
_CELLS = 1 << 21
_ROUNDING = 1e-9  # the radius stays this much below the first item of another cluster


@register
@dataclass(frozen=True)
class ProbCover(Selector):
    """Again and again the item whose ball of radius delta covers the most items that no ball covers (Yehuda 2022).

    Labelled items cover their balls from the start; what is covered counts no more. ``delta`` is by default the
    largest radius at which 95 % of the balls hold one k-means cluster of ``classes`` only, as the paper takes it,
    measured on this very pool. The score is the share of the items that the pick newly covers. In a pool of more than
    20,000, what is covered is counted on 20,000 items drawn at random. No graph of neighbours is kept.
    """

    delta: float | None = number(None, "radius of a ball; default: from the purity of clusters", low=0)
    classes: int = number(10, "clusters on which the purity of balls is measured", low=2, high=10_000, integer=True)
    purity: float = number(0.95, "share of balls that must be pure", low=0, high=1)
    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "prob_cover"
    time = "n min(n, 20000) d + picks brought up to date"
    memory = "n + min(n, 20000) d"
    source = "Yehuda, Dekel, Hacohen & Weinshall 2022"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        known = labelled_rows(view)
        rows = np.concatenate([view.unlabelled, known])
        rows = rows[by_content(points, rows, rng)]
        square = self._square(points, rows, rng)
        cover = _Cover(points, view.unlabelled, _drawn(rows, _REFERENCES, rng), square)
        for start in range(0, len(known), _REFERENCES):
            cover.cover(known[start : start + _REFERENCES])
        everyone = np.arange(len(view.unlabelled))
        greedy = LazyGreedy(cover.gains(everyone), cover.gains, rng.random(len(everyone)), exact=True)
        chosen, gains = np.empty(n, dtype=np.int64), np.empty(n)
        for i in range(n):
            chosen[i], gains[i] = greedy.pick()
            cover.cover(view.unlabelled[chosen[i : i + 1]])
        shares = gains / cover.count
        return Batch(view.unlabelled[chosen], shares, Reasons(n, lambda i: _sentence(float(shares[i]))))

    def _square(self, points: EmbeddingBlocks, rows: IntArray, rng: np.random.Generator) -> float:
        if self.delta is None:
            return pure_radius(points, rows, self.classes, self.purity, rng) ** 2
        return 2.0 * self.delta if self.metric == "cosine" else self.delta**2


class _Cover:
    """Which of the ``references`` (r,) are covered, and what each candidate would add."""

    def __init__(self, points: EmbeddingBlocks, candidates: IntArray, references: IntArray, square: float) -> None:
        self._points, self._candidates, self._square = points, candidates, square
        self._open = points.rows(references, np.float64)
        self.count = len(references)

    def gains(self, positions: IntArray) -> Float64:
        """(m,) how many references each candidate would newly cover."""
        gains, step = np.zeros(len(positions)), max(1, _CELLS // max(1, len(self._open)))
        for start in range(0, len(positions) if len(self._open) else 0, step):
            block = self._points.rows(self._candidates[positions[start : start + step]], np.float64)
            gains[start : start + step] = (squared_distances(block, self._open) <= self._square).sum(axis=1)
        return gains

    def cover(self, rows: IntArray) -> None:
        """Take the balls of ``rows`` as covered."""
        step = max(1, _CELLS // max(1, len(self._open)))
        for start in range(0, len(rows), step):
            block = self._points.rows(rows[start : start + step], np.float64)
            inside = (squared_distances(block, self._open) <= self._square).any(axis=0)
            self._open = self._open[~inside]


def pure_radius(
    points: EmbeddingBlocks, rows: IntArray, classes: int, purity: float, rng: np.random.Generator
) -> float:
    """The largest radius at which a share ``purity`` of the balls around ``rows`` hold one cluster only.

    A ball is pure up to the distance of the nearest row of another cluster, so this is a quantile of those distances,
    taken over at most 1,000 balls against at most 20,000 rows. 0 where there is one cluster only.
    """
    others = points.rows(_drawn(rows, _REFERENCES, rng), np.float64)
    members = cluster(others, min(classes, len(others)), np.ones(len(others)), rng).members
    probes = _drawn(np.arange(len(others)), _PROBES, rng)
    nearest, step = np.empty(len(probes)), max(1, _CELLS // len(others))
    for start in range(0, len(probes), step):
        some = probes[start : start + step]
        squares = squared_distances(others[some], others)
        squares[members[some][:, None] == members] = np.inf
        nearest[start : start + step] = squares.min(axis=1)
    allowed = float(np.quantile(nearest, 1.0 - purity, method="lower"))
    return math.sqrt(allowed) * (1 - _ROUNDING) if math.isfinite(allowed) else 0.0


def _drawn(rows: IntArray, most: int, rng: np.random.Generator) -> IntArray:
    return rows if len(rows) <= most else rows[np.sort(rng.choice(len(rows), most, replace=False))]


def _sentence(share: float) -> str:
    if share > 0:
        return f"Stands for {share:.1%} of the items, which nothing asked so far is like."
    return "Everything is near something asked about; this is one of the rest."
