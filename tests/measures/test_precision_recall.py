"""Precision, recall and F1 agree with scikit-learn's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import precision_recall_fscore_support

from asknext.measures import class_scores, score


def test_by_hand():
    # Class 0: 2 items, predicted twice, 1 hit. Class 1: 1 item, predicted once, no hit. Class 2: nothing.
    found = class_scores(np.array([0, 0, 1]), np.array([0, 1, 0]), 3)
    np.testing.assert_allclose(found.precision, [1 / 2, 0, 0])
    np.testing.assert_allclose(found.recall, [1 / 2, 0, 0])
    np.testing.assert_allclose(found.f1, [1 / 2, 0, 0])
    np.testing.assert_array_equal(found.support, [2, 1, 0])


@given(seed=st.integers(0, 10**6), n=st.integers(1, 40), k=st.integers(2, 5))
@settings(max_examples=30, deadline=None)
def test_of_each_class(seed, n, k):
    rng = np.random.default_rng(seed)
    truth, predicted = rng.integers(0, k, n), rng.integers(0, k, n)
    theirs = precision_recall_fscore_support(truth, predicted, labels=range(k), zero_division=0)
    found = class_scores(truth, predicted, k)
    np.testing.assert_allclose([found.precision, found.recall, found.f1, found.support], theirs)


@pytest.mark.parametrize("average", ["macro", "micro"])
@given(seed=st.integers(0, 10**6), n=st.integers(1, 40), k=st.integers(2, 5), several=st.booleans())
@settings(max_examples=30, deadline=None)
def test_over_classes(average, seed, n, k, several):
    rng = np.random.default_rng(seed)
    if several:
        truth, table = rng.integers(0, 2, (n, k)), np.round(rng.random((n, k)), 1)
        predicted = (table >= 0.5).astype(int)
    else:
        truth, table = rng.integers(0, k, n), rng.dirichlet(np.ones(k), n)
        predicted = table.argmax(axis=1)
    theirs = precision_recall_fscore_support(truth, predicted, average=average, zero_division=0)
    for name, expected in zip(("precision", "recall", "f1"), theirs[:3], strict=True):
        assert score(f"{average}_{name}", truth, table) == pytest.approx(expected)
