"""Ranked batch: uncertain, and unlike what is labelled or already in the batch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.nearest_labelled import squares_to_nearest
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.over_scorer import OverScorer
from asknext.strategies.parameter import choice, strategy
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.top import quantised

__all__ = ["RankedBatch"]

_BITS = 36
_FIRST = 64  # the best so far, brought up to date first: the best of them tells which others may be better


@register
@dataclass(frozen=True)
class RankedBatch(OverScorer):
    """Again and again the highest ``a (1 - similarity) + (1 - a) uncertainty``, a = |U| / (|U| + |L|).

    The similarity is ``1 / (1 + distance)`` to the nearest item that is labelled or already in the batch, and with each
    choice U gives one item to L, so that diversity counts at first and uncertainty later (Cardoso et al. 2017). The
    uncertainty should run from 0 to 1, as those of `least_confidence` and `margin` do. With nothing labelled the first
    item is drawn at random, scored NaN.
    """

    scorer: Scorer = strategy("least_confidence", "the uncertainty: a strategy that scores items", scores=True)  # noqa: RUF009
    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    also = frozenset({"embeddings"})
    name = "ranked_batch"
    time = "the scorer's + n m d + n b; at worst, where most items come near to each choice, + n b d"
    memory = "n + (m + b) d"
    source = "Cardoso et al. 2017"

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        uncertainty, labelled = self.scorer.score(view), labelled_rows(view)
        ranked = _Ranked(points, uncertainty, labelled, rng.random(len(uncertainty)))
        scores = np.array([ranked.pick() for _ in range(n)])
        scores[: 1 if len(labelled) == 0 else 0] = np.nan  # drawn at random: there is nothing to be unlike
        chosen = ranked.chosen
        rows = view.unlabelled[chosen]
        return Batch(rows, scores, Reasons(n, lambda i: self._reason(view, int(rows[i]), uncertainty[chosen[i]])))

    def _reason(self, view: PoolView, row: int, uncertainty: float) -> str:
        return f"Uncertain and unlike what is labelled or chosen. {self.scorer.reason(view, row, float(uncertainty))}"


class _Ranked:
    """Picks one after the other. Distances only fall, so an old one is a bound: it is brought up to date where the item
    might be the next, and stays old elsewhere. The picks are those of looking at every distance each time."""

    def __init__(self, points: EmbeddingBlocks, uncertainty: Float64, labelled: IntArray, keys: Float64) -> None:
        self._points, self._uncertainty, self._keys, self._labelled = points, uncertainty, keys, len(labelled)
        self._unlike = self._unlikeness(squares_to_nearest(points, labelled))
        self._seen = np.zeros(len(keys), dtype=np.int64)  # how many of the chosen a distance accounts for
        self.chosen: list[int] = []

    def pick(self) -> float:
        """Chooses the next, and gives its value."""
        done = len(self.chosen)
        share = (len(self._keys) - done) / (len(self._keys) + self._labelled)
        values = share * self._unlike + (1.0 - share) * self._uncertainty
        values[self.chosen] = -np.inf
        some = min(_FIRST, len(values) - done)
        first = np.argpartition(values, -some)[-some:]
        near = np.flatnonzero(values >= _just_below(self._now(first, share).max()))
        now = self._now(near, share)
        rounded = quantised(now, _BITS)
        equal = np.flatnonzero(rounded == rounded.max())
        best = equal[np.argmax(self._keys[near[equal]])]
        self.chosen.append(int(near[best]))
        return float(now[best])

    def _now(self, places: IntArray, share: float) -> Float64:
        """The values at ``places``, all that is chosen accounted for."""
        old = places[self._seen[places] < len(self.chosen)]
        if len(old):
            first = int(self._seen[old].min())
            squares = squares_to_nearest(self._points, self._points.unlabelled[self.chosen[first:]], old)
            self._unlike[old] = np.minimum(self._unlike[old], self._unlikeness(squares))
            self._seen[old] = len(self.chosen)
        return share * self._unlike[places] + (1.0 - share) * self._uncertainty[places]

    def _unlikeness(self, squares: Float64) -> Float64:
        distances = squares / 2.0 if self._points.cosine else np.sqrt(squares)
        return 1.0 - 1.0 / (1.0 + distances)


def _just_below(value: float) -> float:
    """Nothing lower than this can be equal to ``value`` once both are rounded."""
    return value - abs(value) * 2.0 ** (2 - _BITS)
