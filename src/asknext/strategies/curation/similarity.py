"""Near a set of given items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.curation.columns import marked_rows
from asknext.strategies.geometry.gaussian_kernel import squared_distances
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import choice
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64, Scorer

__all__ = ["Similarity"]

_CELLS = 1 << 20


class Rows(tuple[int, ...]):
    """Row numbers that describe themselves as a list."""

    def describe(self) -> list[int]:
        """As a list, which JSON knows."""
        return list(self)


def _near() -> Any:
    def check(value: Any, where: str) -> Any:
        if value is None or isinstance(value, str):
            return value
        rows = list(value) if isinstance(value, Iterable) else [value]
        if not rows or not all(isinstance(row, int | np.integer) and not isinstance(row, bool) for row in rows):
            raise InputError(f"{where} is {value!r}, but must be a list of row numbers or the name of a column.")
        return Rows(map(int, rows))

    help = "rows, or a column that marks them; default: the labelled rows"
    return field(default=None, metadata={"check": check, "help": help})


@register
@dataclass(frozen=True)
class Similarity(Scorer):
    """The nearest to any of a set of given items first: ``max_q (1 + cos(x, q)) / 2``, or ``max_q 1 / (1 + d(x, q))``.

    The items are row numbers, or a column of 0 and 1 that marks them (a tag); by default those with a label. Given
    items that are unlabelled are similar to themselves, so they come first. Without any given item every score is 0,
    and the seed decides. For items unlike the given ones, give it a negative strength in `mix`.
    """

    near: Any = _near()  # noqa: RUF009
    metric: str = choice("cosine", "similarity: 'cosine' or 'euclidean'", options=("cosine", "euclidean"))

    name = "similarity"
    time = "n q d for q given items"
    memory = "n + q d"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"} | ({"columns"} if isinstance(self.near, str) else set()))

    def score_rows(self, view: PoolView) -> Float64:
        points = EmbeddingBlocks(view, self.name, self.metric)
        given = points.rows(self._given(view), np.float64)
        scores = np.zeros(len(view.unlabelled))
        step = max(1, _CELLS // max(len(given), points.dimensions))
        for start in range(0, len(scores), step):
            block = points.rows(view.unlabelled[start : start + step], np.float64)
            if len(given):
                scores[start : start + step] = self._similar(squared_distances(block, given).min(axis=1))
        return scores

    def reason(self, view: PoolView, row: int, score: float) -> str:
        if len(self._given(view)) == 0:
            return "Drawn at random: there are no items to be similar to."
        return f"Among the most similar to the given items (similarity {score:.2f})."

    def _similar(self, squares: Float64) -> Float64:
        """Of the squared distances; between rows of length 1 the cosine is ``1 - square / 2``."""
        similar = 1.0 - squares / 4.0 if self.metric == "cosine" else 1.0 / (1.0 + np.sqrt(squares))
        return np.asarray(similar, dtype=np.float64)

    def _given(self, view: PoolView) -> IntArray:
        if self.near is None:
            return labelled_rows(view)
        if isinstance(self.near, str):
            return marked_rows(view, self.near, self.name)
        rows = np.array(self.near, dtype=np.int64)
        outside = rows[(rows < 0) | (rows >= view.n)]
        if len(outside):
            raise InputError(f"Strategy {self.name!r}: near holds row {outside[0]}, but rows are 0 to {view.n - 1}.")
        return rows
