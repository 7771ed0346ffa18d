"""The rung of strategies that look ahead: what would the model say of a sample of the pool, were this label known?"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.content_order import drawn_by_content
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.model_change.features import Features
from asknext.strategies.model_change.one_step import OneStep, Outlook, Refit
from asknext.strategies.model_change.softmax_regression import Softmax, fitted
from asknext.strategies.over_classes import total
from asknext.strategies.parameter import choice, flag, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import SINGLE_LABEL, Selector
from asknext.strategies.top import top

__all__ = ["LabelOutlook", "Now"]

_CELLS = 1 << 20  # logits foreseen at a time: 8 MB
_DECIMALS = 11  # of a score: what is below is rounding
_MOST_FITS = 5000


@dataclass(frozen=True)
class Now:
    """The model as it is: logits (T, C) of the sample, and the known classes in the order of the columns."""

    logits: Float64
    classes: list[Any]


@dataclass(frozen=True)
class LabelOutlook(Scorer):
    """Scores an item by what each of its labels would make of a softmax regression. A member writes `worth`.

    The model is fitted on the embeddings of the labelled items, for the classes among their labels. With fewer than
    two of them it says nothing: all scores are then 0.
    """

    penalty: float = number(1.0, "L2 penalty of the softmax regression", low=1e-6, high=1e9)
    intercept: bool = flag(True, "whether the regression has an intercept")
    method: str = choice("newton", "'newton': one implicit step, 'refit': exact", options=("newton", "refit"))
    candidates: int = number(1000, "unlabelled items that may be chosen, drawn at random", low=1, integer=True)
    sample: int = number(1000, "unlabelled items whose prediction counts, drawn at random", low=1, integer=True)
    sample_seed: int = number(0, "seed of the draw of the sample", low=0, integer=True)

    time = "candidates (d^2 C^3 + (m + sample) d C^2) + m d^2 C^2 + d^3 C^3, d C at most 2048; n d to draw"
    memory = "n + 4 min(d C, 2048)^2 + (m + sample) min(d, 2048)"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings", "labels"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    @abstractmethod
    def worth(self, now: Now, after: Float64) -> Float64:
        """(rows, C) the worth of each label of each candidate; ``after`` (rows, C, T, C) the logits it would bring."""

    def score_rows(self, view: PoolView) -> Float64:
        return self.scores_of(view, view.unlabelled)

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        seed = int(rng.integers(2**32))
        points = EmbeddingBlocks(view, self.name)
        rows = drawn_by_content(points, view.unlabelled, max(self.candidates, n), seed)
        scores = self.scores_of(view, rows)
        chosen = top(scores, n, rng)
        rows, scores = rows[chosen], scores[chosen]
        return Batch(rows, scores, Reasons(n, lambda i: self.reason(view, int(rows[i]), float(scores[i]))))

    def rank(self, view: PoolView, rng: np.random.Generator, head: int = 1000) -> Batch:
        """Every unlabelled row: ``head`` of them by score, the rest in random order, since each score is costly."""
        return Selector.rank(self, view, rng, head)

    def scores_of(self, view: PoolView, rows: IntArray) -> Float64:
        """(len(rows),) the expected worth of the label of each of ``rows``."""
        points = EmbeddingBlocks(view, self.name)
        drawn = drawn_by_content(points, view.unlabelled, self.sample, self.sample_seed)
        known = drawn_by_content(points, labelled_rows(view), view.n, self.sample_seed)
        labels = [view.labels[int(row)] for row in known]
        classes = sorted(set(labels), key=repr)
        if len(classes) < 2:
            return np.zeros(len(rows))
        features = Features(points, drawn, len(classes), self.intercept)
        truth = np.array([classes.index(label) for label in labels])
        x, sample = features.of(known), features.of(drawn)
        model = fitted(x, truth, len(classes), self.penalty, self.intercept)
        outlook = self._outlook(model, x, truth, sample, len(rows))
        return self._expected(view, rows, features, model, outlook, Now(sample @ model.weights, classes))

    def _expected(
        self, view: PoolView, rows: IntArray, features: Features, model: Softmax, outlook: Outlook, now: Now
    ) -> Float64:
        classes, cells = len(now.classes), max(len(now.logits) + len(labelled_rows(view)), 2 * features.width)
        step = max(1, _CELLS // (cells * classes**2))
        blocks, scores = [rows[start : start + step] for start in range(0, len(rows), step)], []
        for block in view.resources.steps(blocks, self.name):
            x = features.of(block)
            scores.append(total(model.probabilities(x) * self.worth(now, outlook.after(x))))
        return np.asarray(np.round(np.concatenate(scores), _DECIMALS), dtype=np.float64)

    def _outlook(self, model: Softmax, x: Float64, truth: IntArray, sample: Float64, rows: int) -> Outlook:
        if self.method == "newton":
            return OneStep(model, x, truth, sample)
        width, classes = model.weights.shape
        if rows * classes > _MOST_FITS:
            seconds = rows * classes * 100 * (len(x) * width * classes + (width * classes) ** 2) / 1e9
            raise InputError(
                f"Strategy {self.name!r} with method='refit' fits the model once for each of {rows} candidates and "
                f"{classes} classes, at most {_MOST_FITS} times; this is {rows * classes}, about {seconds:,.0f} s: "
                f"lower candidates, or use method='newton'."
            )
        return Refit(model, x, truth, sample)
