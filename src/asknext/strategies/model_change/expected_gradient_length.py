"""Expected gradient length."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.inputs import EmbeddingBlocks, ProbabilityBlocks
from asknext.strategies.over_classes import total
from asknext.strategies.parameter import flag
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import SINGLE_LABEL

__all__ = ["ExpectedGradientLength"]

_ROWS = 4096


@register
@dataclass(frozen=True)
class ExpectedGradientLength(Scorer):
    """How much the label is expected to move a linear softmax model: ``sum_i P_i ||grad loss(x, i)||`` (Settles 2007).

    For softmax regression on the embeddings x the gradient for label i is the outer product of ``p - e_i`` and x, so
    its length is ``||p - e_i|| * ||x||``, with 1 added to ``||x||^2`` for the intercept: exact, and without a refit.
    """

    intercept: bool = flag(True, "whether the model has an intercept")

    name = "expected_gradient_length"
    time = "n (C + d)"
    memory = "n"
    source = "Settles, Craven & Ray 2007"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "embeddings"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def score_rows(self, view: PoolView) -> Float64:
        probabilities, points = ProbabilityBlocks(view, self.name), EmbeddingBlocks(view, self.name)
        scores, start = np.empty(len(view.unlabelled)), 0
        for rows in view.blocks(_ROWS):
            lengths = total(np.square(points.rows(rows, np.float64))) + self.intercept
            scores[start : start + len(rows)] = _expected(probabilities.rows(rows)) * np.sqrt(lengths)
            start += len(rows)
        return scores

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"Its label is expected to change the model much ({score:.2g})."


def _expected(p: Float64) -> Float64:
    """(rows,) ``sum_i P_i ||p - e_i||``, with ``||p - e_i||^2 = ||p||^2 - 2 p_i + 1``."""
    squares = total(p * p)[:, None] - 2.0 * p + 1.0
    return total(p * np.sqrt(np.maximum(squares, 0.0)))
