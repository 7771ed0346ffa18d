"""Kullback-Leibler divergence of the members to their consensus."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.committee.bald import Bald
from asknext.strategies.registry import register

__all__ = ["KLToConsensus"]


@register
@dataclass(frozen=True)
class KLToConsensus(Bald):
    """``mean_k KL(P^(k) || mean P)`` in nats, from 0 to log C (McCallum & Nigam 1998).

    The same number as `bald`: the mean divergence to the mean is the entropy of the mean less the mean entropy.
    """

    name = "kl_to_consensus"
    source = "McCallum & Nigam 1998"
