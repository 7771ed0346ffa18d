"""The pair of item and annotator that is worth most for its price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.annotators.answers import Answers, answers_of, most_given
from asknext.strategies.annotators.per_annotator import for_each, per_annotator
from asknext.strategies.batch import Batch
from asknext.strategies.inputs import EmbeddingBlocks, Float64, ProbabilityBlocks
from asknext.strategies.over_blocks import over_blocks
from asknext.strategies.over_classes import highest as best_guess
from asknext.strategies.parameter import number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import SINGLE_LABEL, Selector
from asknext.strategies.top import Highest, quantised

__all__ = ["CEAL"]

_CELLS = 1 << 20
_AT_ONCE = 512  # items whose annotators are judged before it is looked whether others can be worth more
_SAME = 1e-12


@register
@dataclass(frozen=True)
class CEAL(Selector):
    """The item and the annotator with the most uncertainty, times skill for this item, over cost (Huang et al. 2017).

    The value of a pair is ``(1 - max_c P) * q / cost``, q the share of right answers that the annotator gave to the
    ``neighbours`` nearest items they answered, by euclidean distance; right is the class most given to an item with two
    answers or more, and equally near items all count. Items are judged from the most uncertain on, until none of the
    others can be worth more. Somebody who gave none such counts with the mean of the others,
    1/2 where nobody did. Each item is asked of the one annotator of the highest value who has not answered it; where
    all have, it comes last.
    """

    costs: Any = per_annotator("what an answer costs: one number, or one for each annotator", low=1e-9)  # noqa: RUF009
    neighbours: int = number(10, "nearest answered items by which an annotator is judged", low=1, integer=True)

    name = "ceal"
    time = "n C + k (answered items d + answers), k items uncertain enough to come first: at worst n"
    memory = "n + answered items * d"
    source = "Huang, Chen, Mu & Zhou 2017"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "embeddings", "annotations"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        answers = answers_of(view, self.name)
        costs = for_each(self.costs, answers.width, 1.0, f"costs of strategy {self.name!r}")
        own = np.concatenate([1.0 - best_guess(block) for _, block in ProbabilityBlocks(view, self.name)])
        judged, highest = _Judged(view, answers, self.neighbours, self.name), Highest(n, rng)
        order, who = np.argsort(-own, kind="stable"), np.full(len(own), -1)
        most = own[order] / costs.min() * (1.0 + _SAME)  # nobody's skill is above 1
        for start in range(0, len(order), _AT_ONCE):
            if start >= n and highest.scores[-1] > most[start]:
                break
            places = order[start : start + _AT_ONCE]
            worth, who[places] = self._best(judged, view.unlabelled[places], answers, costs, rng)
            highest.add(np.where(worth >= 0, own[places] * worth, -1.0), places)
        chosen = highest.places
        rows, people = view.unlabelled[chosen], who[chosen]
        reasons = Reasons(n, lambda i: _sentence(float(own[chosen[i]]), int(people[i])))
        return Batch(rows, highest.scores, reasons, people[:, None])

    def rank(self, view: PoolView, rng: np.random.Generator, head: int = 1000) -> Batch:
        """Every unlabelled row, the highest value first (``head`` makes no difference here)."""
        return self.select(view, len(view.unlabelled), rng)

    def _best(
        self, judged: _Judged, rows: IntArray, answers: Answers, costs: Float64, rng: np.random.Generator
    ) -> tuple[Float64, IntArray]:
        """For each of ``rows`` the highest skill over cost, and whose it is; -1 where everybody has answered."""
        values = quantised(judged.skills(rows) / costs)
        values[answers.given(rows)] = -1.0
        order = np.lexsort((rng.random(values.shape), -values), axis=1)[:, 0]
        worth = values[np.arange(len(order)), order]
        return worth, np.where(worth < 0, -1, order)


class _Judged:
    """The answers that are known to be right or wrong, and where they are."""

    def __init__(self, view: PoolView, answers: Answers, neighbours: int, asker: str) -> None:
        self.points = EmbeddingBlocks(view, asker).centred()
        several = answers.per_item() > 1
        kept = several[answers.items]
        rows = np.flatnonzero(several)
        right = most_given(answers.counts())[answers.items, answers.labels]
        self._at = self.points.rows(rows, np.float64)
        self._lengths = np.einsum("ij,ij->i", self._at, self._at)
        places = np.searchsorted(rows, answers.items[kept])
        who, own = answers.annotators[kept], right[kept].astype(np.float64)
        mine = [(int(one), np.flatnonzero(who == one)) for one in np.unique(who)]
        self._answers = [(one, places[given], own[given]) for one, given in mine]
        self._width, self._neighbours = answers.width, neighbours

    def skills(self, rows: IntArray) -> Float64:
        """(rows, A) the share of right answers of each annotator near each of ``rows``."""
        step = max(1, _CELLS // max(1, len(self._at)))
        blocks = [rows[start : start + step] for start in range(0, len(rows), step)]
        work = over_blocks(self.points.resources, blocks, self._skills, self.points.asker)
        return np.concatenate(list(work))

    def _skills(self, rows: IntArray) -> Float64:
        block = self.points.rows(rows, np.float64)
        squares = np.einsum("ij,ij->i", block, block)[:, None] + self._lengths - 2.0 * (block @ self._at.T)
        found = np.full((len(block), self._width), np.nan)
        for annotator, places, right in self._answers:
            near = _near(squares[:, places], self._neighbours)
            found[:, annotator] = (near @ right) / near.sum(axis=1)
        judged = ~np.isnan(found)
        others = np.nanmean(found, axis=1) if judged.any() else np.full(len(block), 0.5)
        return np.where(judged, found, others[:, None])


def _near(squares: Float64, count: int) -> npt.NDArray[np.bool_]:
    """(rows, m) whether each of ``squares`` is among the ``count`` smallest of its row, or equal to the last."""
    if squares.shape[1] <= count:
        return np.ones(squares.shape, dtype=bool)
    last = np.partition(squares, count - 1, axis=1)[:, count - 1 : count]
    found: npt.NDArray[np.bool_] = squares <= last + _SAME * (1.0 + np.abs(last))
    return found


def _sentence(uncertainty: float, annotator: int) -> str:
    if annotator < 0:
        return "Every annotator has answered it; nothing better is left."
    return (
        f"The model's best guess has only {1 - uncertainty:.2f}, and annotator {annotator} is worth their price here."
    )
