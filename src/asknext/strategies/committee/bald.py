"""Bayesian active learning by disagreement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.strategies.committee.committee_scorer import CommitteeScorer
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.entropy import entropy

__all__ = ["Bald"]


@register
@dataclass(frozen=True)
class Bald(CommitteeScorer):
    """``H(mean_k P^(k)) - mean_k H(P^(k))`` in nats, from 0 to log C: what the label would tell about which member is
    right. High where members are sure of different things, low where all are unsure (Houlsby 2011).
    """

    name = "bald"
    source = "Houlsby et al. 2011; Gal, Islam & Ghahramani 2017"

    def of(self, p: Float64) -> Float64:
        inner = np.array([entropy(member) for member in p])
        return np.asarray(np.maximum(entropy(p.mean(axis=0)) - inner.mean(axis=0), 0.0), dtype=np.float64)
