"""The rungs on which uncertainty scorers stand: a member is one expression over a block of probabilities."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.inputs import ProbabilityBlocks
from asknext.strategies.over_blocks import parts
from asknext.strategies.reasons import Reasons
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import MULTI_LABEL, SINGLE_LABEL
from asknext.strategies.top import Highest, Shortlist

__all__ = ["MultiLabelScorer", "ProbabilityScorer", "two_likeliest"]

_WRITTEN = 1000  # reasons at once; more are made when looked at
_WORTH_IT = 8  # times as many items as are asked for, or else all scores are sorted


@dataclass(frozen=True)
class ProbabilityScorer(Scorer):
    """Scores from class probabilities, one label an item. A member writes `of` and `sentence`.

    ``blur`` is how far a score may be off, a class, where `of` is given probabilities of single precision: then most
    items are left out quickly, and exact scores decide among the rest. None: all are scored in double precision.
    ``of_highest`` says that the score depends on so many of the highest probabilities alone: 1, 2, or None for all.
    """

    blur: ClassVar[float | None] = None
    of_highest: ClassVar[int | None] = None
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
        return np.concatenate(list(ProbabilityBlocks(view, self.name).scores(self.of)))

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        left = len(view.unlabelled)
        if type(self).score_rows is not ProbabilityScorer.score_rows or left < _WORTH_IT * n:
            return super().choose(view, n, rng)
        highest, blocks = Highest(n, rng), ProbabilityBlocks(view, self.name)
        if self.blur is None:
            for scores in blocks.scores(self.of):
                highest.add(self._finite(scores, view))
        else:
            self._add_best(blocks, view, highest, Shortlist(n, 2 * self.blur * blocks.classes))
        rows = view.unlabelled[highest.places]
        return Batch(rows, highest.scores, self.reasons(view, rows, highest.scores))

    def _add_best(self, blocks: ProbabilityBlocks, view: PoolView, highest: Highest, shortlist: Shortlist) -> None:
        for scores in blocks.scores(self.of, single=True, most=self.of_highest):
            shortlist.add(scores)
        places = shortlist.places
        for part in parts(len(places), view.resources.block_rows(8 * blocks.classes)):
            highest.add(self.of(blocks.rows(view.unlabelled[places[part]])), places[part])

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return self.sentence(ProbabilityBlocks(view, self.name).rows(np.array([row]))[0])

    def reasons(self, view: PoolView, rows: IntArray, scores: Float64) -> Sequence[str]:
        if type(self).reason is not ProbabilityScorer.reason or len(rows) > _WRITTEN:
            return super().reasons(view, rows, scores)
        p = ProbabilityBlocks(view, self.name).rows(rows)
        written = cache(lambda: tuple(self.sentences(p)))  # an eighth of the time, for what few look at
        return Reasons(len(rows), lambda i: written()[i])

    def sentences(self, p: Float64) -> Iterable[str]:
        """`sentence` of each row of ``p`` (rows, C)."""
        return map(self.sentence, p)


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
    if len(columns) == 2:
        pair = np.maximum(*columns), np.minimum(*columns)
        return pair[0].astype(np.float64, copy=False), pair[1].astype(np.float64, copy=False)
    first, second, between = columns[0].copy(), np.zeros(len(p), p.dtype), np.empty(len(p), p.dtype)
    for column in columns[1:]:
        np.minimum(first, column, out=between)
        np.maximum(second, between, out=second)
        np.maximum(first, column, out=first)
    return first.astype(np.float64, copy=False), second.astype(np.float64, copy=False)
