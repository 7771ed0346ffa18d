"""Kullback-Leibler divergence of the members from each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.strategies.committee.committee_scorer import CommitteeScorer
from asknext.strategies.over_classes import total
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64

_LEAST = 1e-12

__all__ = ["PairwiseKL"]


@register
@dataclass(frozen=True)
class PairwiseKL(CommitteeScorer):
    """Mean of ``KL(P^(i) || P^(j))`` over ordered pairs of members, in nats; probabilities below 1e-12 count as that.

    Computed in O(K) rather than O(K^2), because the sum over pairs factorises. With one member it is 0.
    """

    name = "pairwise_kl"
    source = "Kullback & Leibler 1951; McCallum & Nigam 1998"

    def of(self, p: Float64) -> Float64:
        logs, members = np.log(np.maximum(p, _LEAST)), len(p)
        pairs = members * total((p * logs).sum(axis=0)) - total(p.sum(axis=0) * logs.sum(axis=0))
        return np.maximum(pairs, 0.0) / max(1, members * (members - 1))
