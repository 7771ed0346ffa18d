"""Disagreement of a committee."""

from __future__ import annotations

from collections import Counter
from math import log

import numpy as np
from tests.conformance.definition import scores, values


def members(case):
    """For each unlabelled item the list of its members' probabilities."""
    return [[member[i] for member in case.committee] for i in case.unlabelled]


def entropy_of(p):
    return -sum(q * log(q) for q in p if q > 0)


def divergence(p, q):
    return sum(a * (log(a) - log(max(b, 1e-12))) for a, b in zip(p, q, strict=True) if a > 0)


def votes(opinions):
    return Counter(int(np.argmax(p)) for p in opinions)


@scores("vote_entropy")
def vote_entropy(case):
    """Dagan & Engelson 1995: the entropy of the shares of the votes."""
    return [entropy_of([v / len(o) for v in votes(o).values()]) for o in members(case)]


@scores("vote_entropy", variant="votes shared among equally likely classes", ours=False)
def vote_entropy_shared(case):
    """A member that finds several classes likeliest gives each an equal part of its vote."""
    found = []
    for opinions in members(case):
        counts = sum((p == max(p)) / np.sum(p == max(p)) for p in opinions)
        found.append(entropy_of(counts / len(opinions)))
    return found


@scores("max_disagreement")
def max_disagreement(case):
    """The share of members that vote otherwise than most."""
    return [1 - max(votes(o).values()) / len(o) for o in members(case)]


@scores("max_disagreement", variant="largest divergence of any member from the consensus", ours=False)
def max_divergence(case):
    """The largest KL divergence of a member to the mean."""
    return [max(divergence(p, np.mean(o, axis=0)) for p in o) for o in members(case)]


@scores("consensus_entropy")
def consensus_entropy(case):
    """Settles 2009: the entropy of the mean."""
    return [entropy_of(np.mean(o, axis=0)) for o in members(case)]


@scores("consensus_entropy", variant="base 2", parameters={"base": 2})
def consensus_entropy_in_bits(case):
    return [entropy_of(np.mean(o, axis=0)) / log(2) for o in members(case)]


@scores("kl_to_consensus")
def kl_to_consensus(case):
    """McCallum & Nigam 1998: the mean divergence of the members to their mean."""
    return [np.mean([divergence(p, np.mean(o, axis=0)) for p in o]) for o in members(case)]


@scores("pairwise_kl", tolerance=1e-6)
def pairwise_kl(case):
    """The mean divergence over ordered pairs of different members; probabilities are at least 1e-12."""
    found = []
    for o in members(case):
        pairs = [(a, b) for a in range(len(o)) for b in range(len(o)) if a != b]
        found.append(np.mean([divergence(np.maximum(o[a], 1e-12), o[b]) for a, b in pairs]))
    return found


@scores("bald")
def bald(case):
    """Houlsby et al. 2011: the entropy of the mean less the mean entropy."""
    return [entropy_of(np.mean(o, axis=0)) - np.mean([entropy_of(p) for p in o]) for o in members(case)]


@scores("epig")
def epig(case):
    """Bickford Smith et al. 2023: the mean mutual information of the label with that of every unlabelled item."""
    opinions, found = members(case), []
    for own in opinions:
        information = []
        for other in opinions:
            joint = np.mean([np.outer(p, q) for p, q in zip(own, other, strict=True)], axis=0)
            apart = np.outer(np.mean(own, axis=0), np.mean(other, axis=0))
            information.append(sum(j * log(j / a) for j, a in zip(joint.ravel(), apart.ravel(), strict=True) if j > 0))
        found.append(np.mean(information))
    return found


@values("batch_bald", cases=("plain", "binary", "clumps", "ties"))
def batch_bald(case, chosen):
    """Kirsch et al. 2019: the joint mutual information of the batch with each candidate, over every labelling."""
    return [joint_information(case.committee, [*chosen, row]) for row in case.unlabelled]


def joint_information(committee, rows):
    chances = np.ones((len(committee), 1))  # of every labelling of ``rows``, by each member
    for row in rows:
        chances = (chances[:, :, None] * committee[:, None, row, :]).reshape(len(committee), -1)
    alone = np.mean([sum(entropy_of(p[row]) for row in rows) for p in committee])
    return entropy_of(chances.mean(axis=0)) - alone
