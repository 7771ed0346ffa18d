"""The rung of scores over the tokens of an item."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.inputs import Float64
from asknext.strategies.parameter import choice
from asknext.strategies.scorer import Scorer
from asknext.strategies.sequences.tokens import Sentence, sentences_of

__all__ = ["TOGETHER", "SequenceScorer"]

TOGETHER: dict[str, Callable[[list[float]], float]] = {
    "mean": lambda values: float(np.mean(values)),
    "max": lambda values: float(np.max(values)),
    "sum": lambda values: float(np.sum(values)),
}


@dataclass(frozen=True)
class SequenceScorer(Scorer):
    """One number for a sentence; those of a document come together. A member writes `of` and `reason`."""

    document: str = choice("mean", "how the sentences of a document come together", options=tuple(TOGETHER))

    time = "tokens * C"
    memory = "n"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"sequences"})

    @abstractmethod
    def of(self, sentence: Sentence) -> float:
        """The score of one sentence."""

    def score_rows(self, view: PoolView) -> Float64:
        together = TOGETHER[self.document]
        rows = (sentences_of(view, int(row), self.name) for row in view.unlabelled)
        return np.array([together([self.of(one) for one in sentences]) for sentences in rows], dtype=np.float64)
