"""Ranked batch: uncertain, and unlike what is labelled or already in the batch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
    time = "the scorer's + n (m + b) d"
    memory = "n + m d"
    source = "Cardoso et al. 2017"

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        uncertainty, keys, labelled = self.scorer.score(view), rng.random(len(view.unlabelled)), labelled_rows(view)
        squares = squares_to_nearest(points, labelled)
        chosen, scores = np.empty(n, dtype=np.int64), np.empty(n)
        left = np.ones(len(uncertainty), dtype=bool)
        for i in range(n):
            share = self._share(int(left.sum()), len(labelled) + i)
            chosen[i], scores[i] = self._best(_mixed(squares, uncertainty, share, self.metric), left, keys)
            left[chosen[i]] = False
            np.minimum(squares, squares_to_nearest(points, view.unlabelled[chosen[i : i + 1]]), out=squares)
        scores[: 1 if len(labelled) == 0 else 0] = np.nan  # drawn at random: there is nothing to be unlike
        rows = view.unlabelled[chosen]
        return Batch(rows, scores, Reasons(n, lambda i: self._reason(view, int(rows[i]), uncertainty[chosen[i]])))

    def _share(self, unlabelled: int, labelled: int) -> float:
        return unlabelled / (unlabelled + labelled)

    def _best(self, mixed: Float64, left: npt.NDArray[np.bool_], keys: Float64) -> tuple[int, float]:
        possible = np.where(left, quantised(mixed, _BITS), -np.inf)
        equal: IntArray = np.flatnonzero(possible == possible.max())
        best = int(equal[np.argmax(keys[equal])])
        return best, float(mixed[best])

    def _reason(self, view: PoolView, row: int, uncertainty: float) -> str:
        return f"Uncertain and unlike what is labelled or chosen. {self.scorer.reason(view, row, float(uncertainty))}"


def _mixed(squares: Float64, uncertainty: Float64, share: float, metric: str) -> Float64:
    distances = squares / 2.0 if metric == "cosine" else np.sqrt(squares)
    return share * (1.0 - 1.0 / (1.0 + distances)) + (1.0 - share) * uncertainty
