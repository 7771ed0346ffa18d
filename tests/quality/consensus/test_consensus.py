"""What every consensus must do: worked examples, ties, gold, and inputs at the edge."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.quality.crowd import made_crowd

from asknext.errors import InputError
from asknext.quality.consensus import CONSENSUS, consensus
from asknext.quality.votes import Votes, votes_from_matrix, votes_from_triples

EVERY = pytest.mark.parametrize("name", sorted(set(CONSENSUS) - {"crowdlab"}))


def letters(*rows):
    named = votes_from_triples(
        ((item, who, label) for who, row in enumerate(rows) for item, label in enumerate(row)), classes="np"
    )
    return named.votes, np.array(named.classes)


@EVERY
def test_three_annotators_worked_by_hand(name):
    votes, classes = letters("pnppp", "pnpnp", "nnppn")
    assert "".join(classes[consensus(name, votes).labels]) == "pnppp"


@EVERY
def test_what_comes_back_has_its_shape_and_sums_to_one(name):
    votes, truth = made_crowd()
    found = consensus(name, votes)
    assert found.posterior.shape == (400, 3)
    np.testing.assert_allclose(found.posterior.sum(axis=1), 1.0)
    assert (found.posterior >= 0).all()
    voted = votes.per_item() > 0
    assert (found.labels[~voted] == -1).all()
    assert (found.labels[voted] == truth[voted]).mean() > 0.9
    assert found.course.converged
    assert found.skill.value.shape == (8,)
    assert ((found.skill.low <= found.skill.value) & (found.skill.value <= found.skill.high)).all()
    if found.confusion is not None:
        assert found.confusion.shape == (8, 3, 3)
        np.testing.assert_allclose(found.confusion.sum(axis=2), 1.0)


@EVERY
def test_better_annotators_are_found_to_be_better(name):
    votes, _ = made_crowd(n=1500, skills=[0.95, 0.9, 0.7, 0.6, 0.5])
    value = consensus(name, votes).skill.value
    assert (np.argsort(-value) == np.arange(5)).all()


@EVERY
def test_the_order_of_votes_does_not_matter(name):
    votes, _ = made_crowd(n=60)
    shuffled = votes.only(np.random.default_rng(1).permutation(len(votes)))
    first, second = consensus(name, votes), consensus(name, shuffled)
    np.testing.assert_allclose(first.posterior, second.posterior, atol=1e-9)
    assert (first.labels == second.labels).all()
    np.testing.assert_allclose(first.skill.value, second.skill.value, atol=1e-9)


@EVERY
def test_gold_is_believed_and_teaches(name):
    votes, truth = made_crowd(n=200, skills=[0.9, 0.2, 0.2], classes=2, share=1.0)
    gold = np.where(np.arange(200) < 100, truth, -1)
    found = consensus(name, votes, gold=gold)
    assert (found.labels[:100] == truth[:100]).all()
    if name not in ("majority", "wawa"):
        assert (found.labels[100:] == truth[100:]).mean() > 0.8


@EVERY
def test_gold_without_a_vote_is_an_answer(name):
    votes = votes_from_matrix([[0, 0], [-1, -1], [1, 1]])
    assert consensus(name, votes, gold=[-1, 1, -1]).labels.tolist() == [0, 1, 1]


@pytest.mark.parametrize("name", sorted(set(CONSENSUS) - {"majority", "wawa"}))
def test_what_a_model_says_settles_what_votes_leave_open(name):
    votes = votes_from_matrix([[0, 1], [0, 1], [0, 0], [1, 1], [-1, -1]])
    known = np.array([[0.9, 0.1], [0.1, 0.9], [0.5, 0.5], [0.5, 0.5], [0.2, 0.8]])
    found = consensus(name, votes, known=known)
    assert found.labels.tolist() == [0, 1, 0, 1, 1]
    np.testing.assert_allclose(found.posterior[4], known[4], atol=1e-9)


def test_ties_are_settled_as_asked():
    votes = votes_from_matrix([[0, 1]] * 60 + [[1, 1]])
    assert consensus("majority", votes, ties="first").labels[:60].max() == 0
    assert (consensus("majority", votes, ties="none").labels[:60] == -1).all()
    drawn = consensus("majority", votes, seed=3).labels
    assert {0, 1} == set(drawn[:60].tolist())
    assert (drawn == consensus("majority", votes, seed=3).labels).all()
    assert (drawn != consensus("majority", votes, seed=4).labels).any()
    assert consensus("majority", votes).tied.tolist() == [True] * 60 + [False]


def test_a_tie_falls_the_same_way_whatever_comes_later():
    few, more = votes_from_matrix([[0, 1]] * 10), votes_from_matrix([[0, 1]] * 30)
    assert (consensus("majority", few).labels == consensus("majority", more).labels[:10]).all()


@EVERY
@pytest.mark.parametrize(
    "table",
    [
        [[0], [1], [0]],
        [[0, 0], [0, 0]],
        [[1, 1, -1], [-1, 1, 1], [-1, -1, -1]],
        [[0, -1], [1, -1], [0, -1], [1, 1]],
        [[0, 1], [0, 1], [1, 0]],
    ],
    ids=["one annotator", "one class", "an item without votes", "an annotator with one vote", "never the same"],
)
@pytest.mark.filterwarnings("error")
def test_inputs_at_the_edge_have_an_answer(name, table):
    votes = votes_from_matrix(table, 2)
    found = consensus(name, votes)
    assert np.isfinite(found.posterior).all()
    said = [{label for label in row if label >= 0} for row in table]
    for label, possible in zip(found.labels.tolist(), said, strict=True):
        assert label in possible if len(possible) == 1 else label in (0, 1) or not possible
    assert np.isfinite(found.skill.low).all()


@EVERY
@pytest.mark.parametrize("shape", [(0, 0, 2), (3, 2, 2), (2, 2, 1)])
def test_without_a_single_vote(name, shape):
    found = consensus(name, Votes([], [], [], *shape))
    assert (found.labels == -1).all()
    assert found.posterior.shape == (shape[0], shape[2])
    assert np.isnan(found.skill.value).all()


@EVERY
@settings(max_examples=15, deadline=None)
@given(st.data())
def test_any_small_table_has_an_answer(name, data):
    rows = st.lists(st.integers(-1, 2), min_size=3, max_size=3)
    votes = votes_from_matrix(data.draw(st.lists(rows, min_size=1, max_size=6)), 3)
    found = consensus(name, votes)
    np.testing.assert_allclose(found.posterior.sum(axis=1), 1.0)
    assert ((found.labels >= 0) == (votes.per_item() > 0)).all()


def test_who_always_says_the_opposite_helps():
    votes, truth = made_crowd(n=600, classes=2, share=1.0, skills=[0.85, 0.85, 0.85, 0.05])
    for name in ("dawid_skene", "hierarchical", "one_coin", "glad"):
        found = consensus(name, votes)
        without = consensus(name, votes.only(votes.annotators < 3))
        assert found.skill.high[3] < 0.2
        assert (found.labels == truth).mean() > (without.labels == truth).mean()


def test_wrong_names_and_arrays_are_refused():
    votes, _ = made_crowd(n=5)
    with pytest.raises(InputError, match="majority"):
        consensus("majorty", votes)
    with pytest.raises(InputError, match="no such setting"):
        consensus("majority", votes, restarts=3)
    with pytest.raises(InputError, match="Gold is a class code"):
        consensus("majority", votes, gold=[0])
    with pytest.raises(InputError, match="Gold is a class code"):
        consensus("majority", votes, gold=[3] * 5)
    with pytest.raises(InputError, match="distribution over 3"):
        consensus("dawid_skene", votes, known=np.ones((5, 2)))
    with pytest.raises(InputError, match="ties"):
        consensus("majority", votes, ties="sometimes")
    with pytest.raises(InputError, match="Pseudo-counts"):
        consensus("dawid_skene", votes, right=-1)
    with pytest.raises(InputError, match="restarts=0"):
        consensus("mace", votes, restarts=0)
