"""The rung of strategies that look ahead: what would the model say of a sample of the pool, were this label known?"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.content_order import drawn_by_content
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.model_change.any_model import Refitted, WarmStarted
from asknext.strategies.model_change.classifier import Classifier, classifier
from asknext.strategies.model_change.features import Features
from asknext.strategies.model_change.one_step import OneStep, Outlook, Refit
from asknext.strategies.model_change.softmax_regression import fitted
from asknext.strategies.over_classes import total
from asknext.strategies.parameter import choice, flag, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import SINGLE_LABEL, Selector
from asknext.strategies.top import top

__all__ = ["LabelOutlook", "Now"]

_CELLS = 1 << 20  # logits foreseen at a time: 8 MB
_DECIMALS = 11  # of a score: what is below is rounding
_MOST_FITS, _MOST_STEPS = 5000, 50_000


_METHODS = ("newton", "refit", "warm_start")


@dataclass(frozen=True)
class Now:
    """The model as it is: logits (T, C) of the sample, and the known classes in the order of the columns."""

    logits: Float64
    classes: list[Any]


class Predictor(Protocol):
    """Tells the probabilities of classes."""

    def probabilities(self, x: Float64) -> Float64:
        """(rows, C) of features ``x`` (rows, D)."""
        ...


@dataclass(frozen=True)
class LabelOutlook(Scorer):
    """Scores an item by what each of its labels would make of a softmax regression. A member writes `worth`.

    The model is fitted on the embeddings of the labelled items, for the classes among their labels. With fewer than
    two of them it says nothing: all scores are then 0.

    With an ``estimator`` it is that classifier instead, on the embeddings as they are: ``method="refit"`` fits it again
    for every candidate and class (at most 5,000 times); ``"warm_start"`` takes ``steps`` of its ``partial_fit`` (at
    most 50,000 in all) on the candidate and ``replay`` known items. The rank correlation of the two is above 0.95
    for Gaussian naive Bayes on breast cancer. For a linear model by stochastic gradients, fitted tightly, it is so for
    the change of outputs, but about 0 for the reduction of error: refit it there.
    """

    penalty: float = number(1.0, "L2 penalty of the softmax regression", low=1e-6, high=1e9)
    intercept: bool = flag(True, "whether the regression has an intercept")
    method: str = choice("newton", "'newton': one implicit step, 'refit': exact, 'warm_start'", options=_METHODS)
    candidates: int = number(1000, "unlabelled items that may be chosen, drawn at random", low=1, integer=True)
    sample: int = number(1000, "unlabelled items whose prediction counts, drawn at random", low=1, integer=True)
    sample_seed: int = number(0, "seed of the draw of the sample", low=0, integer=True)
    estimator: Classifier | None = classifier(  # noqa: RUF009
        "a scikit-learn classifier, as an object; default: a softmax regression"
    )
    steps: int = number(1, "calls of partial_fit a label, of method 'warm_start'", low=1, high=1000, integer=True)
    replay: int = number(0, "known items in each of them beside the candidate", low=0, integer=True)

    time = "candidates (d^2 C^3 + (m + sample) d C^2) + m d^2 C^2 + d^3 C^3, d C at most 2048; n d to draw"
    memory = "n + 4 min(d C, 2048)^2 + (m + sample) min(d, 2048)"

    def __post_init__(self) -> None:
        super().__post_init__()
        where = f"Strategy {self.name!r} with method={self.method!r}"
        if self.estimator is None and self.method == "warm_start":
            raise InputError(f"{where} needs an estimator that has partial_fit: pass estimator=, or use 'newton'.")
        if self.estimator is not None and self.method == "newton":
            raise InputError(f"{where} is for its own regression, not for an estimator: use 'refit' or 'warm_start'.")
        if self.method == "warm_start" and not hasattr(getattr(self.estimator, "model", None), "partial_fit"):
            raise InputError(f"{where} needs an estimator that has partial_fit, which this has not: use 'refit'.")

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
        truth = np.array([classes.index(label) for label in labels])
        self._refuse_many(len(rows), len(classes), len(known), points.dimensions)
        if self.estimator is not None:
            return self._by_estimator(view, rows, points, (known, truth, drawn), classes)
        features = Features(points, drawn, len(classes), self.intercept)
        x, sample = features.of(known), features.of(drawn)
        model = fitted(x, truth, len(classes), self.penalty, self.intercept)
        outlook = (OneStep if self.method == "newton" else Refit)(model, x, truth, sample)
        now = Now(sample @ model.weights, classes)
        step = max(1, _CELLS // (max(len(drawn) + len(known), 2 * features.width) * len(classes) ** 2))
        return self._expected(view, rows, features.of, model, outlook, now, step)

    def _by_estimator(
        self,
        view: PoolView,
        rows: IntArray,
        points: EmbeddingBlocks,
        given: tuple[IntArray, IntArray, IntArray],
        classes: list[Any],
    ) -> Float64:
        def of(some: IntArray) -> Float64:
            return np.asarray(points.rows(some, np.float64))

        known, truth, drawn = given
        assert self.estimator is not None
        start = (self.estimator.model, of(known), truth, of(drawn), self.sample_seed)
        model = WarmStarted(*start, self.steps, self.replay) if self.method == "warm_start" else Refitted(*start)
        return self._expected(view, rows, of, model, model, Now(model.now(), classes), 1)

    def _expected(
        self,
        view: PoolView,
        rows: IntArray,
        of: Callable[[IntArray], Float64],
        model: Predictor,
        outlook: Outlook,
        now: Now,
        step: int,
    ) -> Float64:
        blocks, scores = [rows[start : start + step] for start in range(0, len(rows), step)], []
        for block in view.resources.steps(blocks, self.name):
            x = of(block)
            scores.append(total(model.probabilities(x) * self.worth(now, outlook.after(x))))
        return np.asarray(np.round(np.concatenate(scores), _DECIMALS), dtype=np.float64)

    def _refuse_many(self, rows: int, classes: int, known: int, width: int) -> None:
        if self.method == "newton":
            return
        warm = self.method == "warm_start"
        fits, most = rows * classes * (self.steps if warm else 1), _MOST_STEPS if warm else _MOST_FITS
        if fits <= most:
            return
        seconds = fits * (1e-3 if warm else 1e-7 * (known * width * classes + (width * classes) ** 2))
        what = "takes steps of" if warm else "fits"
        raise InputError(
            f"Strategy {self.name!r} with method={self.method!r} {what} the model once for each of {rows} candidates "
            f"and {classes} classes, at most {most} times; this is {fits}, about {seconds:,.0f} s: "
            f"lower candidates, or use {self._quicker()}."
        )

    def _quicker(self) -> str:
        if self.estimator is None:
            return "method='newton'"
        return "fewer steps" if self.method == "warm_start" else "method='warm_start' where it has partial_fit"
