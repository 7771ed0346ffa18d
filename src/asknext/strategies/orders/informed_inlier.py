"""Items that fit their true label best first: a reference for simulations."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.pool.view import PoolView
from asknext.strategies.orders.informed import Informed
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64

__all__ = ["InformedInlier"]


@register
@dataclass(frozen=True)
class InformedInlier(Informed):
    """Simulations only, knows the truth: smallest ``|P(class) - y|`` first, y = 1 if the class is the true one, else 0.

    Needs ``simulation=True`` and ``columns={"true_label": ...}``; see `inlier` for the order without the truth.
    """

    name = "informed_inlier"
    source = "the order of |score - label|"

    def score_rows(self, view: PoolView) -> Float64:
        return -self.error(view)
