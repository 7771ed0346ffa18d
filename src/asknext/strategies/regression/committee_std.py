"""Disagreement of a committee of regressors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.registry import register
from asknext.strategies.regression.numbers import Members
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import REGRESSION

__all__ = ["CommitteeStd"]


@register
@dataclass(frozen=True)
class CommitteeStd(Scorer):
    """The more the members' predictions differ, the sooner: their standard deviation (Burbidge 2007).

    Over K predictions of one item, divided by K. In the unit of the labels.
    """

    name = "committee_std"
    time = "K n"
    memory = "n"
    source = "Krogh & Vedelsby 1995; Burbidge, Rowland & King 2007"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"committee"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({REGRESSION})

    def score_rows(self, view: PoolView) -> Float64:
        scores = np.empty(len(view.unlabelled))
        for place, block in Members(view, self.name):
            scores[place] = block.std(axis=0)
        return scores

    def reason(self, view: PoolView, row: int, score: float) -> str:
        said = Members(view, self.name).rows(np.array([row]))[:, 0]
        return f"The {len(said)} models disagree: they predict from {said.min():.3g} to {said.max():.3g}."
