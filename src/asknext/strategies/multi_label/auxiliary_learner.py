"""Disagreement of the model with an auxiliary one, over several labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.inputs import CommitteeBlocks, ProbabilityBlocks
from asknext.strategies.over_classes import mean, total
from asknext.strategies.parameter import choice, number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.probability_scorer import MultiLabelScorer

__all__ = ["AuxiliaryLearner"]

_CRITERIA = ("hamming", "soft_hamming", "max_margin")


@register
@dataclass(frozen=True)
class AuxiliaryLearner(MultiLabelScorer):
    """Multi-label: how much the decisions of the model disagree with an auxiliary model (Hung & Lin 2011).

    The model's probabilities give its decisions, y = 1 where p > 1/2, else -1; the auxiliary model is the
    ``committee``, the mean of its members where there are several, and ``f = 2p - 1`` of its probabilities.
    ``hamming``: the share of labels decided otherwise; ``max_margin``: ``sum_l (1 - y_l f_l) / 2``; ``soft_hamming``:
    the same with ``y f`` limited to [-b, b] and divided by b.
    """

    criterion: str = choice("soft_hamming", "'hamming', 'soft_hamming' or 'max_margin'", options=_CRITERIA)
    b: float = number(0.5, "limit of the margin in soft_hamming", low=1e-6, high=1)

    name = "auxiliary_learner"
    time = "n L K"
    memory = "n"
    source = "Hung & Lin 2011"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "committee"})

    def score_rows(self, view: PoolView) -> Float64:
        model, scores = ProbabilityBlocks(view, self.name), np.empty(len(view.unlabelled))
        for place, block in CommitteeBlocks(view, self.name):
            scores[place] = self.disagreement(model.rows(view.unlabelled[place]), block.mean(axis=0))
        return np.round(scores, 12)

    def of(self, p: Float64) -> Float64:
        return self.disagreement(p, p)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"A second model disagrees about the labels here (disagreement {score:.2f})."

    def disagreement(self, p: Float64, auxiliary: Float64) -> Float64:
        """(rows,) the disagreement of ``p`` (rows, L) and ``auxiliary`` (rows, L)."""
        if self.criterion == "hamming":
            return mean((p > 0.5) != (auxiliary > 0.5))
        agreement = np.where(p > 0.5, 1.0, -1.0) * (2.0 * auxiliary - 1.0)
        limit = self.b if self.criterion == "soft_hamming" else 1.0
        return total((1.0 - np.clip(agreement / limit, -1.0, 1.0)) / 2.0)
