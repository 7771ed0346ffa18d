"""Unusual numbers of predicted labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.multi_label.label_sets import label_counts
from asknext.strategies.over_classes import total
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.probability_scorer import MultiLabelScorer

__all__ = ["LabelCardinalityInconsistency", "inconsistency"]


@register
@dataclass(frozen=True)
class LabelCardinalityInconsistency(MultiLabelScorer):
    """Multi-label: how far the number of predicted labels is from the usual one (Li & Guo 2013).

    ``|#{l: p_l > 1/2} - mean number of labels of the labelled items|``. With nothing labelled no number is usual: all
    scores are 0.
    """

    name = "label_cardinality_inconsistency"
    time = "n L + m"
    source = "Li & Guo 2013"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "labels"})

    def score_rows(self, view: PoolView) -> Float64:
        predicted = super().score_rows(view)
        return inconsistency(predicted, label_counts(view))

    def of(self, p: Float64) -> Float64:
        return total(p > 0.5)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"The number of labels the model sees here is {score:.1f} away from the usual one."


def inconsistency(predicted: Float64, counts: Float64) -> Float64:
    """(rows,) how far ``predicted`` (rows,) numbers of labels are from the mean of ``counts`` (m,)."""
    if len(counts) == 0:
        return np.zeros(len(predicted))
    return np.asarray(np.abs(predicted - counts.mean()), dtype=np.float64)
