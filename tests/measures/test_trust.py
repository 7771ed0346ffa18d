"""Neighbourhoods beside predictions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asknext.errors import InputError
from asknext.measures import trust_scores
from asknext.measures.trust import high_density

LABELLED, LABELS = np.array([[0.0], [1.0], [10.0], [11.0]]), np.array([0, 0, 1, 1])


def test_by_hand():
    items = np.array([[2.0], [2.0], [1.0], [1.0], [2.0]])
    # At 2: class 0 is 1 away, class 1 is 8 away. At 1 it lies on class 0. Class 7 has no items.
    np.testing.assert_allclose(
        trust_scores(items, np.array([0, 1, 0, 1, 7]), LABELLED, LABELS), [8, 1 / 8, np.inf, 0, 0]
    )


def test_one_class_alone_is_trusted_and_both_at_once_cannot_be_told():
    one = trust_scores(np.array([[5.0]]), np.array([0]), LABELLED[:2], LABELS[:2])
    assert one[0] == np.inf
    both = trust_scores(np.array([[0.0]]), np.array([0]), np.zeros((2, 1)), np.array([0, 1]))
    assert np.isnan(both[0])


def test_a_stray_label_is_left_out_by_its_density():
    labelled = np.array([[0.0], [1.0], [2.0], [3.0], [9.5], [10.0], [11.0], [12.0], [13.0], [14.0]])
    labels = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
    item, predicted = np.array([[9.0]]), np.array([0])
    assert trust_scores(item, predicted, labelled, labels)[0] == pytest.approx(1 / 0.5)
    # A fifth of each class goes: class 0 loses the stray at 9.5; class 1 (radii of 2 1 1 1 2 ...) one end.
    filtered = trust_scores(item, predicted, labelled, labels, k=2, alpha=0.2)[0]
    assert filtered == pytest.approx(1 / 6)


@given(seed=st.integers(0, 10**6), n=st.integers(1, 30), k=st.integers(1, 6), alpha=st.floats(0, 0.9))
@settings(max_examples=40, deadline=None)
def test_the_high_density_set_is_the_papers(seed, n, k, alpha):
    vectors = np.random.default_rng(seed).normal(size=(n, 2))
    every = np.sqrt(((vectors[:, None] - vectors[None]) ** 2).sum(axis=2))
    radii = np.sort(every, axis=1)[:, min(k, n) - 1]  # the smallest ball around x with k items, x among them
    allowed = [eps for eps in radii if (radii > eps).sum() <= alpha * n + 1e-9]
    np.testing.assert_array_equal(high_density(vectors, k=k, alpha=alpha), np.flatnonzero(radii <= min(allowed) + 1e-9))


def test_what_cannot_be_scored():
    with pytest.raises(InputError, match="there are none"):
        trust_scores(np.ones((1, 1)), np.array([0]), np.ones((0, 1)), np.array([], dtype=int))
    with pytest.raises(InputError, match="0 <= alpha < 1"):
        trust_scores(np.ones((1, 1)), np.array([0]), LABELLED, LABELS, alpha=1.0)
    with pytest.raises(InputError, match="a prediction for each item"):
        trust_scores(np.ones((2, 1)), np.array([0]), LABELLED, LABELS)
