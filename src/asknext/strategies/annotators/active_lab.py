"""A first answer for a new item, or a second opinion on an old one: both on one scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.annotators.answers import Answers, answers_of
from asknext.strategies.annotators.crowdlab import Crowdlab, best_temperature, crowdlab, tempered
from asknext.strategies.inputs import Float64, ProbabilityBlocks
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import SINGLE_LABEL

__all__ = ["ActiveLab"]


@register
@dataclass(frozen=True)
class ActiveLab(Scorer):
    """The surer another answer would make a label, the sooner it is asked for (Goh & Mueller 2023).

    With q the posterior probability of the consensus by CROWDLAB, w the summed weights of those who answered, v the
    model's weight and a the mean weight of an annotator, the score of an answered item is
    ``1 - (q (w + v) + a / C) / (w + v + a)``, that of a new one ``1 - (v max_c P + a / C) / (v + a)``. Weights say how
    well an annotator agrees with the others, and the model with the consensus, beyond always saying the commonest
    class. Probabilities are first tempered to fit the answers, unless no item has two. Without answers v = a = 1.
    Where every answered item has one answer, weights are 1 and q is the tempered probability of the answer.
    """

    temperature: float | None = number(
        None,
        "of the model's probabilities: above 1 flattens them; by default fitted to the answers",
        low=0.01,
        high=100,
    )

    name = "active_lab"
    time = "n C + answers"
    memory = "n C"
    source = "Goh & Mueller 2023"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "annotations"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def score_rows(self, view: PoolView) -> Float64:
        blocks = ProbabilityBlocks(view, self.name)
        answers = answers_of(view, self.name, blocks.classes)
        rows = np.flatnonzero(answers.per_item())
        if len(rows) == 0:
            return _new(blocks, self.temperature or 1.0, 1.0, 1.0)
        known, p = _only(answers, rows), blocks.rows(rows)
        temperature = self.temperature or _fitted(known, p)
        found = crowdlab(known, tempered(p, temperature))
        scores = np.full(view.n, np.nan)
        scores[rows] = _answered(known, found)
        new = _new(blocks, temperature, found.model, found.mean)
        own = scores[view.unlabelled]
        return np.where(np.isnan(own), new, own)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"Another answer would help most here: what is known leaves {score:.2f} open, of at most 1."


def _fitted(answers: Answers, p: Float64) -> float:
    return best_temperature(answers, p) if len(answers.items) > answers.n else 1.0


def _only(answers: Answers, rows: IntArray) -> Answers:
    """The answers with their items numbered among ``rows``, the items that have some."""
    items = np.searchsorted(rows, answers.items)
    return Answers(items, answers.annotators, answers.labels, len(rows), answers.width, answers.classes)


def _answered(answers: Answers, found: Crowdlab) -> Float64:
    weights = np.bincount(answers.items, weights=found.weights[answers.annotators], minlength=answers.n) + found.model
    return 1.0 - (found.quality * weights + found.mean / answers.classes) / (weights + found.mean)


def _new(blocks: ProbabilityBlocks, temperature: float, model: float, mean: float) -> Float64:
    scores = [
        1.0 - (model * tempered(block, temperature).max(axis=1) + mean / blocks.classes) / (model + mean)
        for _, block in blocks
    ]
    return np.concatenate(scores)
