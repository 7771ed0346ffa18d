"""Disagreement within a committee."""

import math

import numpy as np
import pytest

import asknext
from asknext.errors import InputError

FIRST = np.array([0.6, 0.2, 0.8, 0.4, 0.7, 0.2, 0.9, 0.5, 0.3, 0.1])
SECOND = np.array([0.3, 0.1, 0.9, 0.7, 0.4, 0.1, 0.8, 0.4, 0.6, 0.2])
TWO = np.stack([np.stack([p, 1 - p], axis=1) for p in (FIRST, SECOND)])
VOTES = np.array([list("0101010101"), list("1100110011")])

TWICE = [0.18791445, 0.04054651, 0.04054651, 0.18791445, 0.18791445, 0.04054651, 0.04054651, 0.02027326]
ONCE = [0.04620083, 0.00996639, 0.00996639, 0.04620083, 0.04620083, 0.00996639, 0.00996639, 0.00505939]
WORKED = {
    "pairwise_kl": [*TWICE, 0.18791445, 0.04054651],
    "kl_to_consensus": [*ONCE, 0.04620083, 0.00996639],
}


@pytest.mark.parametrize("name", WORKED)
def test_worked_numbers(score, name):
    np.testing.assert_allclose(scores(score, name), WORKED[name], atol=1e-8)


def scores(score, name, committee=TWO):
    return score(name, labels=[None] * committee.shape[1], committee=committee)


def test_worked_consensus_entropy_in_base_two(score):
    expected = [0.9928, 0.6098, 0.6098, 0.9928, 0.9928, 0.6098, 0.6098, 0.9928, 0.9928, 0.6098]
    np.testing.assert_allclose(scores(score, {"name": "consensus_entropy", "base": 2}), expected, atol=5e-5)


@pytest.mark.parametrize("name", ["vote_entropy", "max_disagreement"])
@pytest.mark.parametrize("votes", [VOTES, VOTES.astype(int), VOTES.astype(object)], ids=["text", "numbers", "objects"])
def test_worked_hard_votes(score, name, votes):
    disagree = scores(score, name, votes) > 0
    assert (np.flatnonzero(disagree) + 1).tolist() == [1, 4, 5, 8, 9]


def h(values):
    return -sum(p * math.log(p) for p in values if p > 0)


def kl(p, q):
    return sum(a * math.log(a / max(b, 1e-12)) for a, b in zip(p, q, strict=True) if a > 0)


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def consensus(members):
    return [mean(column) for column in zip(*members, strict=True)]


def shares(members):
    votes = [max(range(len(p)), key=p.__getitem__) for p in members]
    return [votes.count(c) / len(votes) for c in range(len(members[0]))]


DEFINITIONS = {
    "consensus_entropy": lambda m: h(consensus(m)),
    "bald": lambda m: h(consensus(m)) - mean(map(h, m)),
    "kl_to_consensus": lambda m: mean(kl(p, consensus(m)) for p in m),
    "pairwise_kl": lambda m: mean(kl(p, q) for i, p in enumerate(m) for j, q in enumerate(m) if i != j),
    "vote_entropy": lambda m: h(shares(m)),
    "max_disagreement": lambda m: 1 - max(shares(m)),
}


@pytest.mark.parametrize("name", DEFINITIONS)
def test_each_is_its_definition(score, name):
    committee = np.random.default_rng(0).dirichlet(np.full(4, 0.3), (5, 40))
    committee[0, 0], committee[1, 0] = [1, 0, 0, 0], [0, 1, 0, 0]
    expected = [DEFINITIONS[name](committee[:, i].tolist()) for i in range(40)]
    np.testing.assert_allclose(scores(score, name, committee), expected, atol=1e-10)


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_single_member_disagrees_with_nobody(score, name):
    committee = np.array([[[1.0, 0.0], [0.0, 1.0]]])
    np.testing.assert_allclose(scores(score, name, committee), 0.0, atol=1e-12)


def test_bald_prefers_disagreement_to_doubt(score):
    doubt, dispute = [[0.5, 0.5], [0.5, 0.5]], [[0.95, 0.05], [0.05, 0.95]]
    found = scores(score, "bald", np.array([doubt, dispute]).transpose(1, 0, 2))
    assert found[0] == pytest.approx(0, abs=1e-12)
    assert found[1] > 0.4


def test_reasons_count_the_votes():
    batch = asknext.select("vote_entropy", 10, committee=VOTES)
    assert batch.reasons[0] == "The models disagree: the commonest answer has 1 of 2 votes."
    assert batch.reasons[-1] == "All 2 models give the same answer, more or less surely."
    assert asknext.select("bald", 1, committee=TWO).reasons[0].startswith("The models disagree")


def test_what_is_no_committee():
    with pytest.raises(InputError, match=r"committee has shape \(10, 2\), expected \(K, n, C\) with n = 2 items"):
        asknext.select("bald", 1, committee=TWO[0])
    with pytest.raises(InputError, match=r"row 0 of committee\[1\] sums to 1\.5"):
        asknext.select("bald", 1, committee=np.array([[[0.5, 0.5]], [[0.75, 0.75]]]))
    with pytest.raises(InputError, match=r"row 1 of committee\[0\] is not a finite vote"):
        asknext.select("vote_entropy", 1, committee=np.array([[0.0, np.nan]]))
