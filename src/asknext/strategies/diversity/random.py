"""Random sampling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64, Scorer

__all__ = ["Random"]


@register
@dataclass(frozen=True)
class Random(Scorer):
    """Every unlabelled item is as likely as any other: all scores are equal and the seed decides."""

    name = "random"
    time = "n"
    memory = "n"
    source = "-"

    def score_rows(self, view: PoolView) -> Float64:
        return np.zeros(len(view.unlabelled))

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return "Drawn at random."
