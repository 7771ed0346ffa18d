"""MaxHerding: cover the pool in the sense of a kernel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.content_order import drawn_by_content, embedding_keys
from asknext.strategies.geometry.gaussian_kernel import kernel, kernel_bounds, pool_width
from asknext.strategies.geometry.lazy_greedy import LazyGreedy
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.over_blocks import over_blocks, parts
from asknext.strategies.parameter import choice, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import Selector

__all__ = ["MaxHerding"]

_CELLS = 1 << 20  # similarities at a time: 8 MB


@register
@dataclass(frozen=True)
class MaxHerding(Selector):
    """Again and again the item that raises the coverage ``mean_y max_{s in S} k(y, s)`` most (Bae et al. 2024).

    S is what is labelled and chosen, y runs over the unlabelled items, k is the Gaussian kernel
    ``exp(-d^2 / (2 w^2))``, whose width w is by default the root mean squared distance of the items to their mean.
    In a pool of more than ``references`` items y runs over so many drawn at random: the mean then has a standard
    error of at most ``1 / (2 sqrt(references))``. The score of an item is the coverage it adds when chosen.
    """

    width: float | None = number(None, "width of the kernel; default: the spread of the pool", low=1e-12)
    references: int = number(4096, "items at most over which coverage is measured", low=1, integer=True)
    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "max_herding"
    time = "(m + n + what is looked at again) min(n, references) d"
    memory = "n + min(n, references) d"
    source = "Bae, Noh & Sutherland 2024"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        covered = _Covered(points, view, self._references(points, view, rng), pool_width(points, self.width))
        covered.take(labelled_rows(view))
        keys = embedding_keys(points, len(view.unlabelled), rng)
        greedy = LazyGreedy(covered.bounds(), covered.gains, keys)
        picks, gains = np.empty(n, dtype=np.int64), np.empty(n)
        for i in range(n):
            picks[i], gains[i] = greedy.pick()
            covered.take(view.unlabelled[picks[i : i + 1]])
        return Batch(view.unlabelled[picks], gains, Reasons(n, lambda i: _sentence(float(gains[i]))))

    def _references(self, points: EmbeddingBlocks, view: PoolView, rng: np.random.Generator) -> IntArray:
        return drawn_by_content(points, view.unlabelled, self.references, int(rng.integers(1 << 32)))


class _Covered:
    """How well each reference is covered, and what each item would add."""

    def __init__(self, points: EmbeddingBlocks, view: PoolView, references: IntArray, width: float) -> None:
        self._points, self._rows, self._width = points, view.unlabelled, width
        self._references: npt.NDArray[np.float64] = points.rows(references, np.float64)
        self._best = np.zeros(len(references))

    def bounds(self) -> Float64:
        """(u,) a little more than the rise of the mean coverage by each unlabelled row, from single precision."""
        references = self._references.astype(np.float32)
        best = (self._best * (1 - 1e-6)).astype(np.float32)

        def work(place: slice) -> Float64:
            added = kernel_bounds(self._points.rows(self._rows[place]), references, self._width)
            added -= best
            return np.asarray(np.maximum(added, 0.0, out=added).mean(axis=1), dtype=np.float64)

        places = parts(len(self._rows), max(1, _CELLS // len(best)))
        found = np.concatenate(list(over_blocks(self._points.resources, places, work, "coverage")))
        return found * (1 + 1e-4) + 1e-6

    def gains(self, positions: IntArray) -> Float64:
        """(m,) the rise of the mean coverage by each position."""
        found = np.empty(len(positions))
        step = max(1, _CELLS // len(self._best))
        for start in range(0, len(positions), step):
            added = self._similar(self._rows[positions[start : start + step]]) - self._best
            found[start : start + step] = np.maximum(added, 0.0, out=added).mean(axis=1)
        return found

    def take(self, rows: IntArray) -> None:
        """Count ``rows`` as chosen."""
        step = max(1, _CELLS // len(self._best))
        for start in range(0, len(rows), step):
            np.maximum(self._best, self._similar(rows[start : start + step]).max(axis=0), out=self._best)

    def _similar(self, rows: IntArray) -> Float64:
        return kernel(self._points.rows(rows, np.float64), self._references, self._width)


def _sentence(gain: float) -> str:
    return f"Stands for items that nothing asked so far is like (it adds {gain:.2g} to the coverage)."
