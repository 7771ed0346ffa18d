"""Near a set of given items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.curation.given_rows import given_rows, rows_given
from asknext.strategies.geometry.gaussian_kernel import squared_distances
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.parameter import choice
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64, Scorer

__all__ = ["Similarity"]

_CELLS = 1 << 20


@register
@dataclass(frozen=True)
class Similarity(Scorer):
    """The nearest to any of a set of given items first: ``max_q (1 + cos(x, q)) / 2``, or ``max_q 1 / (1 + d(x, q))``.

    The items are row numbers, or a column of 0 and 1 that marks them (a tag); by default those with a label. Given
    items that are unlabelled are similar to themselves, so they come first. Without any given item every score is 0,
    and the seed decides. For items unlike the given ones, give it a negative strength in `mix`.
    """

    near: Any = given_rows("rows, or a column that marks them; default: the labelled rows")  # noqa: RUF009
    metric: str = choice("cosine", "similarity: 'cosine' or 'euclidean'", options=("cosine", "euclidean"))

    name = "similarity"
    time = "n q d for q given items"
    memory = "n + q d"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"} | ({"columns"} if isinstance(self.near, str) else set()))

    def score_rows(self, view: PoolView) -> Float64:
        points = EmbeddingBlocks(view, self.name, self.metric)
        given = points.rows(rows_given(view, self.near, "near", self.name), np.float64)
        scores = np.zeros(len(view.unlabelled))
        step = max(1, _CELLS // max(len(given), points.dimensions))
        for start in range(0, len(scores), step):
            block = points.rows(view.unlabelled[start : start + step], np.float64)
            if len(given):
                scores[start : start + step] = self._similar(squared_distances(block, given).min(axis=1))
        return scores

    def reason(self, view: PoolView, row: int, score: float) -> str:
        if len(rows_given(view, self.near, "near", self.name)) == 0:
            return "Drawn at random: there are no items to be similar to."
        return f"Among the most similar to the given items (similarity {score:.2f})."

    def _similar(self, squares: Float64) -> Float64:
        """Of the squared distances; between rows of length 1 the cosine is ``1 - square / 2``."""
        similar = 1.0 - squares / 4.0 if self.metric == "cosine" else 1.0 / (1.0 + np.sqrt(squares))
        return np.asarray(similar, dtype=np.float64)
