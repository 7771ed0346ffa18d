"""Cold start: spread over the pool until the model has something to go by."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.errors import MissingInput
from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch, Strategy
from asknext.strategies.diversity.kmeans import KMeans
from asknext.strategies.diversity.lcmd import Lcmd
from asknext.strategies.diversity.random import Random
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import number, strategy
from asknext.strategies.registry import register
from asknext.strategies.regression.greedy_sampling_x import GreedySamplingX
from asknext.strategies.selector import REGRESSION, Selector

__all__ = ["ColdStart", "classes_seen"]

_LABELS_A_CLASS = 10
_LEAST_CLASSES = 2
_OF_A_MODEL = frozenset({"probabilities", "committee", "predictions", "labels"})  # absent while there is no model


@register
@dataclass(frozen=True)
class ColdStart(Selector):
    """Diversity until each class has been seen, or a limit of labels is reached; then another strategy.

    It is cold while nothing is labelled; while what a model says is absent; and while, with
    fewer labels than ``limit``, some class has no label. How many classes there are is ``classes``, else the number
    of columns of the probabilities, at least 2 where an item has one label. ``limit`` is by default 10 labels a class.
    Without ``labels`` nothing is known about classes, and it is cold only while nothing is labelled.

    While cold it asks for the centres of k-means clusters; once something is labelled, for the farthest items of the
    largest groups around it (`Lcmd`, with which fewer labels were needed than with k-center greedy); without
    embeddings, at random.
    """

    strategy: Strategy = strategy("margin", "what to use once every class has been seen")  # noqa: RUF009
    limit: int | None = number(None, "labels after which it is never cold", low=0, integer=True)
    classes: int | None = number(None, "how many classes there are", low=1, integer=True)

    name = "cold_start"
    time = "n m d + n b d while cold, then the other strategy's"
    memory = "n + (m + b) d while cold, then the other strategy's"
    source = "Attenberg & Provost 2010 (the problem); Zhdanov 2019; Holzmueller et al. 2023"

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset(getattr(self.strategy, "tasks", super().tasks))

    def check_task(self, view: PoolView) -> None:
        """As that of the other strategy: while it is cold nobody would see that it cannot be used."""
        if isinstance(self.strategy, Selector):
            self.strategy.check_task(view)

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        return self.now(view).select(view, n, rng)

    def rank(self, view: PoolView, rng: np.random.Generator, head: int = 1000) -> Batch:
        """As the strategy in use now ranks."""
        current = self.now(view)
        if isinstance(current, Selector):
            return current.rank(view, rng, head)
        return super().rank(view, rng, head)

    def now(self, view: PoolView) -> Strategy:
        """The strategy in use for this view.

        Raises, also while it is cold, `MissingInput` for an input of the other strategy that no model will supply, and
        what else the other strategy refuses.
        """
        self._refuse_unusable(view)
        if not self.is_cold(view):
            return self.strategy
        if not view.has("embeddings"):
            return Random()
        if view.task == REGRESSION:
            return GreedySamplingX()
        return Lcmd() if len(labelled_rows(view)) else KMeans()

    def is_cold(self, view: PoolView) -> bool:
        """Whether there is too little to go by."""
        labelled = len(labelled_rows(view))
        if labelled == 0 or not all(map(view.has, self._needs(view))):
            return True
        if not view.has("labels"):
            return False
        wanted = self._classes(view)
        limit = _LABELS_A_CLASS * wanted if self.limit is None else self.limit
        return labelled < limit and len(classes_seen(view)) < wanted

    def _refuse_unusable(self, view: PoolView) -> None:
        """While it is cold nobody would see that the other strategy can never be used."""
        for name in sorted(self._needs(view) - _OF_A_MODEL):
            if not view.has(name):
                view.need(name, self.strategy.name)
        if isinstance(self.strategy, Selector):
            with suppress(MissingInput):  # what is still missing comes with a model
                self.strategy.check(view)

    def _needs(self, view: PoolView) -> frozenset[str]:
        other = self.strategy
        return other.needs_for(view.task) if isinstance(other, Selector) else other.needs

    def _classes(self, view: PoolView) -> int:
        if self.classes is not None:
            return self.classes
        if view.has("probabilities"):
            columns = int(np.shape(view.need("probabilities", self.name))[1])
            return columns if view.multilabel else max(columns, _LEAST_CLASSES)
        return _LEAST_CLASSES


def classes_seen(view: PoolView) -> set[Any]:
    """The classes among the labels of ``view.labelled``.

    With several labels an item, a row of a matrix says with 1 which hold, and a list or set names them.
    """
    labels = view.labels
    known = [labels[int(row)] for row in labelled_rows(view)]
    if not view.multilabel:
        return set(known)
    return {one for value in known for one in _holding(value)}


def _holding(value: Any) -> Iterable[Any]:
    return np.flatnonzero(value == 1).tolist() if isinstance(value, np.ndarray) else value
