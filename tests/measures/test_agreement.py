"""Cohen's kappa."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from asknext.errors import InputError
from asknext.measures import cohen_kappa


def test_worked_number():
    """Five decisions against gold: accuracy .60, kappa .286."""
    assert cohen_kappa(list("pnppp"), list("nnppn")) == pytest.approx(0.2857, abs=1e-4)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40))
def test_it_agrees_with_scikit_learn(pairs):
    left, right = np.array(pairs).T
    if len(set(left) | set(right)) > 1:
        assert cohen_kappa(left, right) == pytest.approx(cohen_kappa_score(left, right))


def test_two_raters_who_always_say_the_same_one_thing_agree():
    assert cohen_kappa(["a", "a"], ["a", "a"]) == 1.0
    assert cohen_kappa(["a", "a"], ["b", "b"]) == 0.0


def test_every_label_of_every_item_counts():
    assert cohen_kappa([[0, 1], [1, 0]], [[0, 1], [0, 1]]) == cohen_kappa([0, 1, 1, 0], [0, 1, 0, 1])


@pytest.mark.parametrize(("left", "right"), [([1], [1, 2]), ([], [])])
def test_shapes_that_do_not_fit(left, right):
    with pytest.raises(InputError, match="same items"):
        cohen_kappa(left, right)
