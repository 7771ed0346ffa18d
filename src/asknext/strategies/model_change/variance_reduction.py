"""Variance reduction and the Fisher information ratio."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.content_order import drawn_by_content
from asknext.strategies.inputs import EmbeddingBlocks, ProbabilityBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.model_change.features import Features
from asknext.strategies.model_change.fisher import forms, trace_reduction
from asknext.strategies.model_change.linear_head import LinearHead
from asknext.strategies.over_blocks import over_blocks, parts
from asknext.strategies.parameter import choice, flag, number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import SINGLE_LABEL
from asknext.strategies.top import top

__all__ = ["VarianceReduction"]

_CELLS = 1 << 18
_DIGITS = 11


@register
@dataclass(frozen=True)
class VarianceReduction(Scorer):
    """How much a label lowers the variance of what a softmax model says of the pool (Schein & Ungar 2007).

    With the Fisher information ``F = prior I + sum_labelled W (x) x x'``, ``W = diag(p) - p p'``, of the weights of a
    linear softmax model on the embeddings x, the score is ``tr(F^-1 A) - tr((F + W_i (x) x_i x_i')^-1 A)``, found by
    Woodbury's identity from C x C matrices. A is the mean over the pool of ``g g'`` over the gradients g of every
    probability (``target="variance"``, A-optimality), or of the Fisher information (``"fisher"``: the ratio of Zhang &
    Oates 2000).
    No label enters, so nothing has to be labelled.

    A is taken over ``sample`` unlabelled items. F is held whole up to 2,048 weights (classes times dimensions); above,
    the embeddings are reduced to the leading principal directions of a random part of the pool. With half of the
    directions of handwritten digits scores have a rank correlation above 0.95 with the exact ones, and are
    a quarter lower.

    Of more than ``candidates`` unlabelled items so many are drawn at random, and only they may be chosen; to `score` is
    to look at all.
    """

    target: str = choice("variance", "'variance' of the predictions or 'fisher' ratio", options=("variance", "fisher"))
    prior: float = number(1.0, "precision of the weights before any label: the L2 penalty", low=1e-6, high=1e9)
    intercept: bool = flag(True, "whether the model has an intercept")
    sample: int = number(2000, "unlabelled items whose variance counts, drawn at random", low=1, integer=True)
    sample_seed: int = number(0, "seed of that draw", low=0, integer=True)
    candidates: int = number(100_000, "unlabelled items that may be chosen, drawn at random", low=1, integer=True)

    name = "variance_reduction"
    time = "candidates d^2 C^2 + m d^2 C^2 + d^3 C^3, d C at most 2048; n d to draw"
    memory = "n + 4 min(d C, 2048)^2"
    source = "Schein & Ungar 2007; Zhang & Oates 2000"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "embeddings"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def score_rows(self, view: PoolView) -> Float64:
        return self.scores_of(view, view.unlabelled)

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        most = max(self.candidates, n)
        if len(view.unlabelled) <= most:
            return super().choose(view, n, rng)
        rows = drawn_by_content(EmbeddingBlocks(view, self.name), view.unlabelled, most, int(rng.integers(2**32)))
        scores = self.scores_of(view, rows)
        chosen = top(scores, n, rng)
        rows, scores = rows[chosen], scores[chosen]
        return Batch(rows, scores, self.reasons(view, rows, scores))

    def scores_of(self, view: PoolView, rows: IntArray) -> Float64:
        """(len(rows),) how much the label of each of ``rows`` lowers the variance."""
        points, probabilities = EmbeddingBlocks(view, self.name), ProbabilityBlocks(view, self.name)
        drawn = drawn_by_content(points, view.unlabelled, self.sample, self.sample_seed)
        features = Features(points, drawn, probabilities.classes, self.intercept)
        head = LinearHead(features, probabilities)
        first = head.about_weights(labelled_rows(view)) + self.prior * np.eye(head.classes * features.width)
        aim = head.about_predictions(drawn) if self.target == "variance" else head.about_weights(drawn)
        inverse: Float64 = np.linalg.inv(first).astype(np.float64)
        gain: Float64 = inverse @ (aim / len(drawn)) @ inverse

        def scores(place: slice) -> Float64:
            x, weight = features.of(rows[place]), head.weight(rows[place])
            return trace_reduction(weight, forms(x, inverse, head.classes), forms(x, gain, head.classes))

        blocks = parts(len(rows), max(1, _CELLS // max(features.width, head.classes**2)))
        found = np.concatenate(list(over_blocks(view, blocks, scores, self.name)))
        return _without_rounding(np.maximum(found, 0.0))

    def reason(self, view: PoolView, row: int, score: float) -> str:
        if score == 0:
            return "The model is sure of its label already; nothing left would steady it more."
        return f"Its label would steady most what the model says of the rest of the pool (by {score:.2g})."


def _without_rounding(scores: Float64) -> Float64:
    """``scores`` to 11 digits of the largest: what is below is rounding, and must decide nothing."""
    largest = float(scores.max())
    return np.round(scores / largest, _DIGITS) * largest if largest > 0 else scores
