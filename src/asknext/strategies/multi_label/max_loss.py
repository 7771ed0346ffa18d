"""Loss if only the likeliest label held."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.over_classes import highest, total
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.probability_scorer import MultiLabelScorer

__all__ = ["MaxLoss"]


@register
@dataclass(frozen=True)
class MaxLoss(MultiLabelScorer):
    """Multi-label: the hinge loss if the likeliest label alone held: ``sum_l max(0, 1 - y_l f_l)`` (Li et al. 2004).

    ``f = 2p - 1``, y = 1 for the likeliest label and -1 for all others. From 0 to 2L - 2 plus what is missing to a sure
    one: high where several labels are likely, or none.
    """

    name = "max_loss"
    source = "Li, Wang & Sung 2004"

    def of(self, p: Float64) -> Float64:
        return 2.0 * total(p) - 4.0 * highest(p) + 2.0
