"""A classifier that never saw the labelled set."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from asknext.errors import InputError
from asknext.measures import easiness, reference_predictions


def test_by_hand():
    assert easiness(np.array([0, 1, 1, 0]), np.array([0, 1, 0, -1])) == pytest.approx(2 / 3)
    assert easiness(np.array([[1, 0], [0, 0]]), np.array([[1, 1], [-1, -1]])) == 0.5
    assert np.isnan(easiness(np.array([0]), np.array([-1])))


def test_items_at_the_boundary_are_harder():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(4_000, 1))
    y = (X[:, 0] + rng.normal(size=4_000) > 0).astype(int)
    model = LogisticRegression()
    predicted = reference_predictions(model, X[:2_000], y[:2_000], X[2_000:])
    near = np.abs(X[2_000:, 0]) < 0.5
    assert easiness(predicted[near], y[2_000:][near]) < easiness(predicted[~near], y[2_000:][~near]) - 0.1
    assert not hasattr(model, "coef_")


def test_shapes_differ():
    with pytest.raises(InputError, match=r"\(1,\) and \(2,\)"):
        easiness(np.array([0]), np.array([0, 1]))
