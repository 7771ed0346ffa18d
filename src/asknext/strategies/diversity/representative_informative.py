"""Representative and informative by one quadratic programme."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.content_order import drawn_by_content
from asknext.strategies.geometry.gaussian_kernel import kernel, pool_width
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.limited_view import limited_to
from asknext.strategies.over_scorer import OverScorer
from asknext.strategies.parameter import number, strategy
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.top import quantised

__all__ = ["CappedSimplex", "RepresentativeInformative"]

_KEPT = 1 << 22  # similarities kept at a time: 32 MB
_STEPS = 200  # a candidate
_SAMPLE_SEED = 0


@register
@dataclass(frozen=True)
class RepresentativeInformative(OverScorer):
    """The batch that, with what is labelled, is most like the pool and whose items score highest (Du et al. 2015).

    Minimises ``a' M1 a + a' (M2 - M3) - beta a' s`` over ``0 <= a <= 1, sum a = b`` (for one item: the simplex), with
    ``M1 = K / 2``, ``M2_i = (u - b) / n sum_labelled K_ij``, ``M3_i = (m + b) / n sum_unlabelled K_ij``, K the Gaussian
    kernel and s the scores of any scorer: the maximum mean discrepancy between labelled and unlabelled once the batch
    has changed sides, less what it tells. The b largest a are chosen, among equal ones those of smallest slope.

    Solved by pairs of coordinates until no exchange gains more than 1e-8; similarities are made a column at a time.
    Only ``candidates`` items drawn at random may be chosen, and sums over the pool and the labelled are taken over at
    most ``sample`` of each: both are exact where there are no more. The score of an item is its a.
    """

    scorer: Scorer = strategy("margin", "what informative is: a strategy that scores items", scores=True)  # noqa: RUF009
    beta: float = number(1.0, "weight of the scores", low=0.0, high=1e9)
    candidates: int = number(2000, "unlabelled items that may be chosen, drawn at random", low=1, integer=True)
    sample: int = number(5000, "items that stand for the pool, drawn at random", low=1, integer=True)
    width: float | None = number(None, "width of the kernel; default: the spread of the pool", low=1e-12)

    also = frozenset({"embeddings"})
    name = "representative_informative"
    time = "candidates (sample + steps) d + the scorer's; n d to draw"
    memory = "n + sample d"
    source = "Du et al. 2015"

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name)
        rows = drawn_by_content(points, view.unlabelled, max(self.candidates, n), int(rng.integers(2**32)))
        scores = self._scores(view, rows)
        width = pool_width(points, self.width)
        x = points.rows(rows, np.float64)
        linear = self._discrepancy(view, points, x, n, width) - self.beta * scores
        shares, slopes = CappedSimplex(x, linear, n, width).minimum()
        order = np.lexsort((rng.random(len(rows)), quantised(slopes, 30), -quantised(shares, 30)))[:n]
        picks, own = rows[order], scores[order]
        reasons = Reasons(n, lambda i: self.scorer.reason(view, int(picks[i]), float(own[i])))
        return Batch(picks, shares[order], reasons)

    def _scores(self, view: PoolView, rows: IntArray) -> Float64:
        """(len(rows),) of the scorer, with the other rows out of sight."""
        ordered = np.argsort(rows)
        found = np.empty(len(rows))
        found[ordered] = self.scorer.score(limited_to(view, rows[ordered], self.name))
        return found

    def _discrepancy(self, view: PoolView, points: EmbeddingBlocks, x: Float64, n: int, width: float) -> Float64:
        """(rows,) ``M2 - M3``."""
        known, pool = labelled_rows(view), view.unlabelled
        count = len(known) + len(pool)
        near = self._sum(points, known, x, width) * (len(pool) - n) / count
        return near - self._sum(points, pool, x, width) * (len(known) + n) / count

    def _sum(self, points: EmbeddingBlocks, rows: IntArray, x: Float64, width: float) -> Float64:
        """(rows,) the similarity of each of ``x`` to all of ``rows``, or as much as a sample of them tells."""
        drawn = drawn_by_content(points, rows, self.sample, _SAMPLE_SEED)
        found = np.zeros(len(x))
        for start in range(0, len(drawn), 512):
            found += kernel(x, points.rows(drawn[start : start + 512], np.float64), width).sum(axis=1)
        return found * (len(rows) / max(len(drawn), 1))


class CappedSimplex:
    """Minimises ``a' K a / 2 + linear' a`` over ``0 <= a <= 1, sum a = b``, K the Gaussian kernel of ``x`` (u, d)."""

    def __init__(self, x: Float64, linear: Float64, b: int, width: float) -> None:
        self._x, self._width = x, width
        self._kept: dict[int, Float64] = {}
        self.shares = np.zeros(len(x))
        self.shares[np.argsort(linear, kind="stable")[:b]] = 1.0
        self.slopes = linear + sum((self._column(int(i)) for i in np.flatnonzero(self.shares)), np.zeros(len(x)))

    def minimum(self, gap: float = 1e-8) -> tuple[Float64, Float64]:
        """(u,) the shares a and the slopes there; no exchange between two of them gains more than ``gap`` a unit."""
        for _ in range(_STEPS * len(self.shares)):
            into = int(np.argmin(np.where(self.shares < 1, self.slopes, np.inf)))
            out = int(np.argmax(np.where(self.shares > 0, self.slopes, -np.inf)))
            if self.shares[into] == 1 or self.slopes[out] - self.slopes[into] <= gap:
                break
            self._move(into, out)
        return self.shares, self.slopes

    def _move(self, into: int, out: int) -> None:
        raised, lowered = self._column(into), self._column(out)
        bend = 2.0 - 2.0 * raised[out]
        most = min(self.shares[out], 1.0 - self.shares[into])
        fall = self.slopes[out] - self.slopes[into]
        share = most if fall >= bend * most else fall / bend
        self.shares[into] = 1.0 if share == 1.0 - self.shares[into] else self.shares[into] + share
        self.shares[out] = 0.0 if share == self.shares[out] else self.shares[out] - share
        self.slopes += share * (raised - lowered)

    def _column(self, place: int) -> Float64:
        if place not in self._kept:
            if len(self._kept) * len(self._x) > _KEPT:
                self._kept.clear()
            self._kept[place] = kernel(self._x, self._x[[place]], self._width)[:, 0]
        return self._kept[place]
