"""BAIT: the batch whose Fisher information covers that of the pool."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from asknext.errors import InputError
from asknext.pool.resources import in_words
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.content_order import drawn_by_content
from asknext.strategies.inputs import EmbeddingBlocks, Float64, ProbabilityBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.model_change.features import Features
from asknext.strategies.model_change.fisher import Head
from asknext.strategies.model_change.linear_head import LinearHead
from asknext.strategies.parameter import choice, flag, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import REGRESSION, SINGLE_LABEL, Selector
from asknext.strategies.top import quantised

__all__ = ["Bait"]

_BITS = 34
_FORMS = ("multinomial", "one_vs_rest", "linear")


@register
@dataclass(frozen=True)
class Bait(Selector):
    """The batch S that makes ``tr((prior I + sum_{labelled, S} J)^-1 mean_pool J)`` small (Ash et al. 2021).

    J is the Fisher information of the last layer: ``(diag(p) - p p') (x) x x'`` for a softmax model with embeddings x.
    First ``oversample`` times as many items as asked for are taken one by one, each the one that lowers the trace most;
    then those are left out again whose loss raises it least. Every step is an update by Woodbury's identity, of C x C
    matrices a candidate. ``fisher="one_vs_rest"`` keeps of J the blocks of each class, ``p (1 - p) x x'``, for many
    classes; ``"linear"`` is ``x x'``, which needs embeddings alone: regression has no other.

    ``candidates`` unlabelled items drawn at random may be chosen, and stand for the pool. Up to 2,048 weights (classes
    times dimensions; of one_vs_rest the square root of classes) J is whole; above, embeddings are reduced to their
    leading principal directions. The score of an item is by how much it lowered the trace when taken.
    """

    fisher: str = choice(
        "multinomial", "'multinomial', 'one_vs_rest' or 'linear', as regression always is", options=_FORMS
    )
    prior: float = number(1.0, "precision of the weights before any label", low=1e-6, high=1e9)
    intercept: bool = flag(True, "whether the last layer has an intercept")
    oversample: float = number(2.0, "how many times the batch is taken before items are left out", low=1.0, high=100.0)
    candidates: int = number(10_000, "unlabelled items that may be chosen, drawn at random", low=1, integer=True)

    name = "bait"
    time = "candidates (d^2 C^2 + b d C^2) + m d^2 C^2 + d^3 C^3, d C at most 2048; n d to draw"
    memory = "n + 5 candidates C^2 + 4 d^2 C^2, d C at most 2048"
    source = "Ash, Goel, Krishnamurthy & Kakade 2021"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"} | (set() if self.fisher == "linear" else {"probabilities"}))

    def needs_for(self, task: str) -> frozenset[str]:
        return frozenset({"embeddings"}) if task == REGRESSION else self.needs

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL, REGRESSION})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        if view.task == REGRESSION and self.fisher != "linear":
            return replace(self, fisher="linear").choose(view, n, rng)
        seed = int(rng.integers(2**32))
        points = EmbeddingBlocks(view, self.name)
        most = max(self.candidates, math.ceil(self.oversample * n))
        rows = drawn_by_content(points, view.unlabelled, most, seed)
        trace = _Trace(self._heads(view, points, rows), rng.random(len(rows)))
        count = min(math.ceil(self.oversample * n), len(rows))
        for _ in view.resources.steps(range(count), "choosing"):
            trace.take()
        while len(trace.chosen) > n:
            trace.leave()
        picks, gains = trace.chosen, trace.gains
        return Batch(rows[picks], np.array(gains), Reasons(n, lambda i: _sentence(gains[i])))

    def _heads(self, view: PoolView, points: EmbeddingBlocks, rows: IntArray) -> list[Head]:
        """The blocks of weights whose information is whole: one, or one a class."""
        probabilities = None if self.fisher == "linear" else ProbabilityBlocks(view, self.name)
        classes = 1 if probabilities is None else probabilities.classes
        self._refuse_size(view, len(rows), classes)
        apart = self.fisher == "one_vs_rest"
        features = Features(points, rows, math.ceil(math.sqrt(classes)) if apart else classes, self.intercept)
        if probabilities is not None and apart:
            parts: list[LinearHead] = [_OneClass(features, probabilities, one) for one in range(classes)]
        else:
            parts = [LinearHead(features, probabilities)]
        return [self._head(part, labelled_rows(view), rows) for part in parts]

    def _head(self, part: LinearHead, known: IntArray, rows: IntArray) -> Head:
        first = part.about_weights(known) + self.prior * np.eye(part.classes * part.features.width)
        return Head(part.features.of(rows), part.weight(rows), first, part.about_weights(rows) / len(rows))

    def _refuse_size(self, view: PoolView, rows: int, classes: int) -> None:
        wanted = 40 * rows * classes * (classes if self.fisher == "multinomial" else 1)
        if wanted > view.resources.memory:
            raise InputError(
                f"Strategy {self.name!r} wants {in_words(wanted)} for {rows} candidates of {classes} classes, but may "
                f"use {in_words(view.resources.memory)}: lower candidates, use fisher='one_vs_rest' or more max_memory."
            )


class _OneClass(LinearHead):
    """One class against the rest: the variance of its probability alone."""

    def __init__(self, features: Features, probabilities: ProbabilityBlocks, one: int) -> None:
        super().__init__(features, probabilities)
        self.classes, self._one = 1, one

    def weight(self, rows: IntArray) -> Float64:
        return super().weight(rows)[:, self._one, self._one][:, None, None]


class _Trace:
    """What is chosen, and how the trace moves as items come and go; equal moves are told apart by ``keys``."""

    def __init__(self, heads: list[Head], keys: Float64) -> None:
        self._heads, self._keys = heads, keys
        self.chosen: list[int] = []
        self.gains: list[float] = []
        self._unit = float(self._reductions().max())

    def take(self) -> None:
        """Take the item in that lowers the trace most."""
        falls = self._reductions()
        falls[self.chosen] = -np.inf
        best = self._first(falls)
        self.chosen.append(best)
        self.gains.append(max(float(falls[best]), 0.0))
        for head in self._heads:
            head.take(best)

    def leave(self) -> None:
        """Leave out the item that the trace rises least without."""
        rises = np.sum([head.losses(self.chosen) for head in self._heads], axis=0)
        place = self._first(-rises, self._keys[self.chosen])
        row = self.chosen.pop(place)
        self.gains.pop(place)
        for head in self._heads:
            head.take(row, -1.0)

    def _reductions(self) -> Float64:
        return np.asarray(np.sum([head.reductions() for head in self._heads], axis=0), dtype=np.float64)

    def _first(self, values: Float64, keys: Float64 | None = None) -> int:
        """The largest; what differs by rounding, against the first fall, counts as equal."""
        coarse = np.round(values / self._unit, 12) if self._unit > 0 else np.where(values > -np.inf, 0.0, values)
        coarse = quantised(coarse, _BITS)
        equal = np.flatnonzero(coarse == coarse.max())
        return int(equal[np.argmax((self._keys if keys is None else keys)[equal])])


def _sentence(gain: float) -> str:
    if gain == 0:
        return "Its label is clear to the model already; nothing left would tell more about its last layer."
    return (
        f"With the rest of the batch its label pins down the model's last layer best (error bound falls by {gain:.2g})."
    )
