"""The rungs on which uncertainty scorers stand: a member is one expression over a block of probabilities."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.inputs import ProbabilityBlocks
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import MULTI_LABEL, SINGLE_LABEL

__all__ = ["MultiLabelScorer", "ProbabilityScorer", "two_likeliest"]


@dataclass(frozen=True)
class ProbabilityScorer(Scorer):
    """Scores from class probabilities, one label an item. A member writes `of` and `sentence`."""

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
        scores = np.empty(len(view.unlabelled))
        for place, block in ProbabilityBlocks(view, self.name):
            scores[place] = self.of(block)
        return scores

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return self.sentence(ProbabilityBlocks(view, self.name).rows(np.array([row]))[0])


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


def two_likeliest(p: Float64) -> tuple[Float64, Float64]:
    """The highest and second highest probability of each row of ``p`` (rows, C); the second is 0 where C is 1."""
    first, second = p[:, 0].copy(), np.zeros(len(p))
    for column in p.T[1:]:
        np.maximum(second, np.minimum(first, column), out=second)
        np.maximum(first, column, out=first)
    return first, second
