"""Distance of the label nearest to its boundary."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.strategies.over_classes import lowest
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.probability_scorer import MultiLabelScorer

__all__ = ["BinaryMinimum"]


@register
@dataclass(frozen=True)
class BinaryMinimum(MultiLabelScorer):
    """Multi-label: ``1 - min_l |2p - 1|``, from 0 to 1: the label nearest to its boundary counts (Brinker 2006).

    Orders items as `min_confidence` does; kept under its own name because it is known by it."""

    name = "binary_minimum"
    source = "Brinker 2006"

    def of(self, p: Float64) -> Float64:
        return 1.0 - lowest(np.abs(2.0 * p - 1.0))
