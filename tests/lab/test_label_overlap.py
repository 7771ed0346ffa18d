"""Counts of overlap, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.lab.label_overlap import Asked, overlap, shared_questions, vote_consensus

# Of ten items: a = 0 1 2 3, b = 2 3 4, c = 3 8.
SETS = {"a": {0, 1, 2, 3}, "b": [2, 3, 4], "c": {3, 8}}


def test_pairs_and_consensus() -> None:
    found = overlap(SETS, 10)
    assert found.names == ("a", "b", "c")
    assert found.both.tolist() == [[4, 2, 1], [2, 3, 1], [1, 1, 2]]
    # in none: 5 6 7 9; in one: 0 1 4 8; in two: 2; in all three: 3
    assert found.in_sets.tolist() == [4, 4, 1, 1]
    np.testing.assert_allclose(found.share(), [[1, 2 / 5, 1 / 5], [2 / 5, 1, 1 / 4], [1 / 5, 1 / 4, 1]])
    np.testing.assert_allclose(found.chance()[0], [1.6, 1.2, 0.8])


def test_empty_sets_are_alike() -> None:
    found = overlap({"a": [], "b": [], "c": [1]}, 3)
    assert found.share().tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert found.in_sets.tolist() == [2, 1, 0, 0]


def test_items_that_there_are_not() -> None:
    with pytest.raises(InputError, match="'a' names item 3"):
        overlap({"a": [3]}, 3)
    with pytest.raises(InputError):
        overlap({"a": [-1, 1]}, 3)


def test_consensus_of_votes() -> None:
    votes = [
        [{"x", "y"}, {"x"}, {"x"}],  # all say x, one says y
        [{"x"}, {"y"}],  # neither by all
        [{"x"}],  # one vote is no consensus
        [set[str](), set[str]()],  # nothing is named
        [{"y"}, {"y"}],
    ]
    assert vote_consensus(votes) == {"x": (1, 2), "y": (1, 3)}


def _asked(strategy: str, rows: set[int], seed: int = 0, target: str | None = None) -> Asked:
    return Asked("d", target, strategy, "s", seed, frozenset(rows), 10)


def test_questions_in_common_are_a_mean_over_seeds() -> None:
    asked = [
        _asked("margin", {1, 2, 3}), _asked("entropy", {2, 3, 4}),
        _asked("margin", {1, 2}, seed=1), _asked("entropy", {1, 2}, seed=1), _asked("random", {5}, seed=1),
        _asked("margin", {7}, seed=2),
    ]  # fmt: skip
    assert shared_questions(asked) == {
        ("entropy", "margin"): pytest.approx((2 / 4 + 1) / 2),
        ("entropy", "random"): 0.0,
        ("margin", "random"): 0.0,
    }


def test_other_classes_are_not_compared() -> None:
    assert shared_questions([_asked("a", {1}, target="x"), _asked("b", {1}, target="y")]) == {}
