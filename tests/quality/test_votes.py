"""Votes as arrays: what is taken, what is refused, and the ways to make them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asknext.errors import InputError
from asknext.quality.votes import Votes, votes_from_matrix, votes_from_triples


def test_votes_count_what_was_said():
    votes = Votes([0, 0, 2], [0, 1, 1], [1, 1, 0], 3, 2, 2)
    assert votes.counts().tolist() == [[0, 2], [0, 0], [1, 0]]
    assert votes.per_item().tolist() == [2, 0, 1]
    assert votes.per_annotator().tolist() == [1, 2]
    assert votes.matrix().tolist() == [[1, 1], [-1, -1], [-1, 0]]
    assert len(votes.only(votes.annotators == 1)) == 2


@pytest.mark.parametrize(
    ("arrays", "word"),
    [
        (([0], [0, 1], [0]), "1 items, 2 annotators"),
        (([0, 3], [0, 1], [0, 0]), "items from 0 to 2"),
        (([0, 1], [0, 1], [0, -1]), "abstentions"),
        (([0, 1], [0, 2], [0, 0]), "annotators from 0 to 1"),
        (([0, 1, 0], [1, 1, 1], [0, 0, 1]), "annotator 1 has several for item 0"),
        (([0.5], [0], [0]), "whole numbers"),
        (([[0]], [0], [0]), "a row"),
    ],
)
def test_what_is_no_vote_is_refused_in_a_sentence(arrays, word):
    with pytest.raises(InputError, match=word):
        Votes(*map(np.array, arrays), 3, 2, 2)


def test_no_votes_at_all_are_votes():
    votes = Votes([], [], [], 2, 0, 3)
    assert votes.counts().shape == (2, 3)
    assert votes_from_triples([]).votes.n_items == 0


def test_of_one_annotator_the_last_triple_counts_and_none_abstains():
    found = votes_from_triples([("b", "y", 1), ("a", "x", 0), ("b", "y", 0), ("a", "z", None)])
    assert found.items == ["a", "b"]
    assert found.annotators == ["x", "y"]
    assert found.votes.matrix().tolist() == [[0, -1], [-1, 0]]
    taken_back = votes_from_triples([("a", "x", 1), ("a", "x", None)])
    assert len(taken_back.votes) == 0


def test_names_may_be_given_with_their_order():
    found = votes_from_triples([("a", "x", "no")], items=["b", "a"], classes=["yes", "no"])
    assert found.votes.counts().tolist() == [[0, 0], [0, 1]]
    with pytest.raises(InputError, match="class 'no'"):
        votes_from_triples([("a", "x", "no")], classes=["yes"])


def test_names_that_cannot_be_compared_keep_their_order():
    assert votes_from_triples([(2, "x", 0), ("a", "x", 1)]).items == [2, "a"]


def test_a_table_with_fractions_or_texts_is_refused():
    with pytest.raises(InputError, match="fraction"):
        votes_from_matrix([[0.5]])
    with pytest.raises(InputError, match="shape"):
        votes_from_matrix([["a"]])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from([-1, 0, 1, 2]), min_size=3, max_size=3), min_size=1, max_size=6))
def test_a_table_comes_back_as_it_was(table):
    assert votes_from_matrix(table, 3).matrix().tolist() == table
    missing = np.where(np.array(table) < 0, np.nan, table)
    assert votes_from_matrix(missing, 3).matrix().tolist() == table
