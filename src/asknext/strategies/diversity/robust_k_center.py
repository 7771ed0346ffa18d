"""Robust k-center: cover all but a few outliers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.clustering import nearest_centre
from asknext.strategies.geometry.content_order import content_keys, content_order
from asknext.strategies.geometry.gaussian_kernel import squared_distances
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import choice, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import Selector

__all__ = ["RobustKCenter"]

_SAMPLE = 5000  # items among which centres are sought
_CELLS = 1 << 20
_CLOSE = 1e-2  # the radius is sought to this share
_EXPANDED = 9.0  # three times the radius, squared


@register
@dataclass(frozen=True)
class RobustKCenter(Selector):
    """Centres that cover all but a share of the items within the smallest radius (Sener & Savarese 2018).

    Searches for the smallest radius r for which b centres, beside the labelled items, suffice. Whether they suffice
    is decided by the greedy of Charikar et al. (2001) in place of the paper's integer programme: take the item with
    the most uncovered items within r, count all within 3 r of it as covered, and repeat; if b centres within r exist,
    it covers as many within 3 r. So the radius reached is at most 3 times the smallest possible (and the 1 % of the
    search). ``outliers`` is the share of the unlabelled items that may stay uncovered. The score of an item is the
    share of them that it newly covers. In a pool of more than 5,000 items (and 4 b) the centres are sought among,
    and for, so many drawn at random. Centres that are not needed are drawn at random.
    """

    outliers: float = number(1e-4, "share of the items that may stay uncovered", low=0, high=1)
    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "robust_k_center"
    time = "min(n, max(5000, 4 b))^2 d, some 15 times"
    memory = "n + (m + max(5000, 4 b)) d"
    source = "Sener & Savarese 2018; Charikar et al. 2001"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        rows = _sample(view.unlabelled, max(_SAMPLE, 4 * n), rng)
        block, known = points.rows(rows, np.float64), points.rows(labelled_rows(view), np.float64)
        search = _Search(block, _fixed(block, known), int(self.outliers * len(rows)), _keys(block, rng))
        picks, covered = search.smallest(n)
        rest = np.setdiff1d(np.arange(len(rows)), picks)
        more = rest[np.argsort(-search.keys[rest], kind="stable")][: n - len(picks)]
        chosen = np.concatenate([picks, more])
        scores = np.concatenate([covered, np.zeros(len(more))]) / len(rows)
        return Batch(rows[chosen], scores, Reasons(n, lambda i: _sentence(float(scores[i]))))


class _Search:
    """The smallest radius for which ``n`` disks of three times the radius leave at most ``spare`` items uncovered."""

    def __init__(self, points: Float64, fixed: Float64, spare: int, keys: Float64) -> None:
        self._points, self._fixed, self._spare, self.keys = points, fixed, spare, keys

    def smallest(self, n: int) -> tuple[IntArray, Float64]:
        """The centres and how many items each newly covers."""
        best = self._cover(n, 0.0)
        if best is not None:
            return best
        low, high = 0.0, self._reach()
        best = self._cover(n, high)
        while high - low > _CLOSE * high or best is None:
            middle = (low + high) / 2
            found = self._cover(n, middle**2)
            low, high, best = (middle, high, best) if found is None else (low, middle, found)
        return best

    def _reach(self) -> float:
        """A radius within which the first centre covers everything."""
        centre = self._points.mean(axis=0)
        return 2.0 * float(np.sqrt(np.square(self._points - centre).sum(axis=1).max()))

    def _cover(self, n: int, square: float) -> tuple[IntArray, Float64] | None:
        """The greedy for one squared radius; None where more than ``spare`` items stay uncovered."""
        left = self._fixed > _EXPANDED * square
        counts = self._counts(np.flatnonzero(left), square)
        picks: list[int] = []
        covered: list[float] = []
        while left.any() and len(picks) < n:
            pick = self._best(counts, picks)
            own = left & (squared_distances(self._points[[pick]], self._points)[0] <= _EXPANDED * square)
            counts -= self._counts(np.flatnonzero(own), square)
            left &= ~own
            picks.append(pick)
            covered.append(float(own.sum()))
        enough = int(left.sum()) <= self._spare
        return (np.array(picks, dtype=np.int64), np.array(covered)) if enough else None

    def _best(self, counts: IntArray, picks: list[int]) -> int:
        now = counts.copy()
        now[picks] = -1
        equal = np.flatnonzero(now == now.max())
        return int(equal[np.argmax(self.keys[equal])])

    def _counts(self, rows: IntArray, square: float) -> IntArray:
        """(n,) how many of ``rows`` lie within the radius of each item."""
        counts = np.zeros(len(self._points), dtype=np.int64)
        step = max(1, _CELLS // len(self._points))
        for start in range(0, len(rows), step):
            squares = squared_distances(self._points[rows[start : start + step]], self._points)
            counts += np.count_nonzero(squares <= square, axis=0)
        return counts


def _sample(rows: IntArray, most: int, rng: np.random.Generator) -> IntArray:
    return rows if len(rows) <= most else np.sort(rng.choice(rows, most, replace=False))


def _keys(block: Float64, rng: np.random.Generator) -> Float64:
    order = content_order([(slice(None), block)], len(block), block.shape[1], rng)
    return content_keys(order, rng)


def _fixed(block: Float64, known: Float64) -> Float64:
    """(n,) squared distance of each row to the nearest labelled item; infinite without any."""
    if len(known) == 0:
        return np.full(len(block), np.inf)
    return nearest_centre(block.astype(np.float32), known)[1]


def _sentence(share: float) -> str:
    if share > 0:
        return f"Covers {share:.1%} of the items, which nothing asked so far covers."
    return "Drawn at random: the items are covered already."
