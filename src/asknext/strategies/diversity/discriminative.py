"""Discriminative active learning: make the labelled look like the unlabelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.content_order import by_content
from asknext.strategies.geometry.gaussian_kernel import pool_width
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.over_blocks import over_blocks, parts
from asknext.strategies.parameter import choice, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import Selector
from asknext.strategies.top import top

__all__ = ["Discriminative", "balanced_logistic"]

_MOST_FEATURES, _LEAST_FEATURES = 256, 32
_UNLABELLED = 4000  # unlabelled items a classifier is fitted on
_STEPS = 30
_FEW = 1 << 24  # features up to which double precision takes no noticeable time


@register
@dataclass(frozen=True)
class Discriminative(Selector):
    """The items that a classifier of labelled against unlabelled is surest are unlabelled: DAL (Gissin 2019).

    The batch is made in ``rounds`` parts; what a part chose counts as labelled for the next, so that the batch does
    not crowd in one place. The classifier is a logistic regression, both classes weighing the same, on at most 256
    random Fourier features of the embeddings (Rahimi & Recht 2007) where the paper trains a small network, and is
    fitted on at most 4,000 unlabelled items drawn at random. The score is the probability of being unlabelled when
    chosen. With nothing labelled the first part is drawn at random, scored NaN.
    """

    rounds: int = number(10, "parts a batch is made in", low=1, high=10_000, integer=True)
    penalty: float = number(1.0, "L2 penalty of the classifier", low=1e-6, high=1e6)
    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "discriminative"
    time = "rounds (n d + n) 256"
    memory = "n + (m + 4000) 256"
    source = "Gissin & Shalev-Shwartz 2019"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        order = by_content(points, view.unlabelled, rng)
        features = _Fourier(points, min(_MOST_FEATURES, max(_LEAST_FEATURES, view.n)), rng)
        left, known = view.unlabelled[order], labelled_rows(view)
        rows, scores = [], []
        weights = np.zeros(features.count + 1)
        for size in _parts(n, self.rounds):
            chances, weights = self._chances(features, left, known, weights, rng)
            chosen = top(np.nan_to_num(chances), size, rng)
            rows.append(left[chosen])
            scores.append(chances[chosen])
            known, left = np.concatenate([known, rows[-1]]), np.delete(left, chosen)
        own = np.concatenate(scores)
        return Batch(np.concatenate(rows), own, Reasons(n, lambda i: _sentence(float(own[i]))))

    def _chances(
        self, features: _Fourier, left: IntArray, known: IntArray, weights: Float64, rng: np.random.Generator
    ) -> tuple[Float64, Float64]:
        """(len(left),) the probability of being unlabelled, NaN while nothing is labelled; the classifier's weights."""
        if len(known) == 0:
            return np.full(len(left), np.nan), weights
        sample = left
        if len(left) > _UNLABELLED:
            sample = left[np.sort(rng.choice(len(left), _UNLABELLED, replace=False))]
        x = np.concatenate([features.of(sample), features.of(known)])
        weights = balanced_logistic(x, len(sample), self.penalty, weights)
        return features.chances(left, weights), weights


class _Fourier:
    """Random features whose inner products are about a Gaussian kernel as wide as the pool, and a constant."""

    def __init__(self, points: EmbeddingBlocks, count: int, rng: np.random.Generator) -> None:
        self._points, self.count = points, count
        self._directions = rng.standard_normal((points.dimensions, count)) / pool_width(points, None)
        self._phases = rng.uniform(0, 2 * np.pi, count)

    def of(self, rows: IntArray) -> Float64:
        """(len(rows), count + 1) features, the last one 1."""
        x: Any = self._points.rows(rows, np.float64) @ self._directions + self._phases
        waves = np.sqrt(2.0 / self.count) * np.cos(x)
        return np.column_stack([waves, np.ones(len(rows))])

    def chances(self, rows: IntArray, weights: Float64) -> Float64:
        """(len(rows),) the logistic function of the weighted features; of many rows in single precision, to 10^-4."""
        quick = len(rows) * self.count > _FEW

        def work(place: slice) -> Float64:
            return self._single(rows[place], weights) if quick else self.of(rows[place]) @ weights

        places = parts(len(rows), 4096)
        found = np.concatenate(list(over_blocks(self._points.resources, places, work, "discriminative")))
        return np.asarray(1.0 / (1.0 + np.exp(-found)), dtype=np.float64)

    def _single(self, rows: IntArray, weights: Float64) -> Float64:
        waves = self._points.rows(rows) @ self._directions.astype(np.float32)
        waves += self._phases.astype(np.float32)
        np.cos(waves, out=waves)
        scaled = (weights[:-1] * np.sqrt(2.0 / self.count)).astype(np.float32)
        found: Float64 = np.einsum("ij,j->i", waves, scaled) + weights[-1]
        return found


def balanced_logistic(x: Float64, positives: int, penalty: float, start: Float64) -> Float64:
    """(d,) weights of a logistic regression, the first ``positives`` rows of ``x`` (n, d) against the others.

    Minimises ``sum_i w_i log loss_i + penalty / 2 |weights|^2`` by Newton's method; w makes both classes weigh n / 2,
    and the last column, the constant, is not penalised. ``start`` (d,) is where the search starts.
    """
    truth = np.arange(len(x)) < positives
    share = np.where(truth, 0.5 / max(positives, 1), 0.5 / max(len(x) - positives, 1)) * len(x)
    ridge = np.full(x.shape[1], penalty)
    ridge[-1] = 1e-8
    weights = start
    for _ in range(_STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ weights, -500, 500)))
        slope = x.T @ (share * (p - truth)) + ridge * weights
        curve = (x * (share * np.maximum(p * (1 - p), 1e-9))[:, None]).T @ x
        step = np.linalg.solve(curve + np.diag(ridge), slope)
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def _parts(n: int, rounds: int) -> list[int]:
    """``n`` in at most ``rounds`` parts of nearly equal size."""
    parts = min(n, rounds)
    return [len(range(part, n, parts)) for part in range(parts)]


def _sentence(chance: float) -> str:
    if np.isnan(chance):
        return "Drawn at random: nothing is labelled yet."
    return f"Unlike what is labelled or chosen: told apart from it with probability {chance:.2f}."
