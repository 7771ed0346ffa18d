"""How much the members of a committee, or draws from a posterior, differ about each item."""

from __future__ import annotations

from asknext.strategies.committee.bald import Bald
from asknext.strategies.committee.batch_bald import BatchBald
from asknext.strategies.committee.consensus_entropy import ConsensusEntropy
from asknext.strategies.committee.epig import Epig
from asknext.strategies.committee.kl_to_consensus import KLToConsensus
from asknext.strategies.committee.max_disagreement import MaxDisagreement
from asknext.strategies.committee.pairwise_kl import PairwiseKL
from asknext.strategies.committee.vote_entropy import VoteEntropy

__all__ = [
    "Bald",
    "BatchBald",
    "ConsensusEntropy",
    "Epig",
    "KLToConsensus",
    "MaxDisagreement",
    "PairwiseKL",
    "VoteEntropy",
]
