"""Expected model change, for regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.parameter import flag
from asknext.strategies.registry import register
from asknext.strategies.regression.numbers import Members, predicted
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import REGRESSION

__all__ = ["ExpectedModelChangeRegression"]

_ROWS = 4096


@register
@dataclass(frozen=True)
class ExpectedModelChangeRegression(Scorer):
    """How much its label is expected to move a linear model: ``mean_k |f(x) - f_k(x)| ||x||`` (EMCM, Cai 2013).

    The gradient of the squared error of a linear model at x is ``(f(x) - y) x``; the unknown y is taken to be what
    each of K members of a committee (bootstrapped, in the paper) predicts. With an intercept 1 is added to ``||x||^2``.
    """

    intercept: bool = flag(True, "whether the model has an intercept")

    name = "expected_model_change_regression"
    time = "n (K + d)"
    memory = "n"
    source = "Cai, Zhang & Zhou 2013"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"predictions", "committee", "embeddings"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({REGRESSION})

    def score_rows(self, view: PoolView) -> Float64:
        points, members = EmbeddingBlocks(view, self.name), Members(view, self.name)
        scores, start = np.empty(len(view.unlabelled)), 0
        for rows in view.blocks(_ROWS):
            x = points.rows(rows, np.float64)
            length = np.sqrt(np.einsum("ij,ij->i", x, x) + self.intercept)
            apart = np.abs(predicted(view, self.name, rows) - members.rows(rows)).mean(axis=0)
            scores[start : start + len(rows)] = apart * length
            start += len(rows)
        return scores

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"Its label is expected to change the model much ({score:.3g})."
