"""The rungs on which uncertainty scorers stand: a member is one expression over a block of probabilities."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.inputs import ProbabilityBlocks
from asknext.strategies.reasons import Reasons
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import MULTI_LABEL, SINGLE_LABEL

__all__ = ["MultiLabelScorer", "ProbabilityScorer", "two_likeliest"]

_READ_TOGETHER = 10_000


@dataclass(frozen=True)
class ProbabilityScorer(Scorer):
    """Scores from class probabilities, one label an item. A member writes `of` and `sentence`.

    ``compares`` is True where `of` does nothing inexact in single precision: it takes maxima, and calculates in double.
    """

    compares: ClassVar[bool] = False
    time = "n C"
    memory = "n"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    @abstractmethod
    def of(self, p: Float64) -> Float64:
        """(rows,) scores of a block ``p`` (rows, C) of probabilities."""

    @abstractmethod
    def sentence(self, p: Float64) -> str:
        """Why an item with probabilities ``p`` (C,) is asked."""

    def score_rows(self, view: PoolView) -> Float64:
        return ProbabilityBlocks(view, self.name).scores(self.of, single=self.compares)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return self.sentence(ProbabilityBlocks(view, self.name).rows(np.array([row]))[0])

    def reasons(self, view: PoolView, rows: IntArray, scores: Float64) -> Sequence[str]:
        if type(self).reason is not ProbabilityScorer.reason or len(rows) > _READ_TOGETHER:
            return super().reasons(view, rows, scores)
        shown = ProbabilityBlocks(view, self.name).rows(rows)
        return Reasons(len(rows), lambda i: self.sentence(shown[i]))


@dataclass(frozen=True)
class MultiLabelScorer(ProbabilityScorer):
    """Scores from the probability that each label holds, where several may hold at once."""

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({MULTI_LABEL})

    def sentence(self, p: Float64) -> str:
        unsure = int(np.count_nonzero(np.abs(p - 0.5) < 0.25))
        if unsure == 0:
            return "The model is fairly sure of every label here; nothing less sure is left."
        return f"The model is unsure about {unsure} of {len(p)} labels here."


def two_likeliest(p: Any) -> tuple[Float64, Float64]:
    """The highest and second highest of each row of ``p`` (rows, C), as float64; the second is 0 where C is 1."""
    columns = p.T
    first, second, between = columns[0].copy(), np.zeros(len(p), p.dtype), np.empty(len(p), p.dtype)
    for column in columns[1:]:
        np.minimum(first, column, out=between)
        np.maximum(second, between, out=second)
        np.maximum(first, column, out=first)
    return first.astype(np.float64, copy=False), second.astype(np.float64, copy=False)
