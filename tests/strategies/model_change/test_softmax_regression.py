"""The softmax regression that strategies fit for themselves."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

from asknext.strategies.model_change.one_step import inverse_curvature
from asknext.strategies.model_change.softmax_regression import curvature, fitted, refitted, softmax


def data(classes, n=60, d=4, seed=0):
    rng = np.random.default_rng(seed)
    return np.column_stack([rng.normal(size=(n, d)), np.ones(n)]), rng.integers(classes, size=n)


@pytest.mark.parametrize(("classes", "penalty"), [(3, 1.0), (4, 0.01), (5, 30.0)])
def test_it_is_multinomial_logistic_regression(classes, penalty):
    x, y = data(classes)
    reference = LogisticRegression(C=1 / penalty, tol=1e-12, max_iter=10_000).fit(x[:, :-1], y)
    model = fitted(x, y, classes, penalty, True)
    np.testing.assert_allclose(model.probabilities(x), reference.predict_proba(x[:, :-1]), atol=1e-5)


def test_separable_classes_with_a_weak_penalty_converge():
    x, y = load_digits(return_X_y=True)
    x = np.column_stack([x[:60, :20], np.ones(60)])
    model = fitted(x, y[:60], 10, 1e-3, True)
    slope = x.T @ (model.probabilities(x) - np.eye(10)[y[:60]]) + model.ridge[:, None] * model.weights
    assert np.abs(slope).max() < 1e-7


def test_a_fit_from_a_neighbour_is_the_fit():
    x, y = data(3)
    near = fitted(x[:59], y[:59], 3, 0.5, True)
    found = refitted(x, y, near, inverse_curvature(near, x[:59]))
    np.testing.assert_allclose(found.weights, fitted(x, y, 3, 0.5, True).weights, atol=1e-9)


def test_curvature_is_the_second_derivative_of_the_loss():
    x, _ = data(3, n=10)
    weights = np.random.default_rng(1).normal(size=(5, 3))

    def slope(flat):
        return (x.T @ softmax(x @ flat.reshape(3, 5).T)).T.ravel()

    at, steps = weights.T.ravel(), np.eye(15) * 1e-6
    numeric = np.array([(slope(at + step) - slope(at - step)) / 2e-6 for step in steps])
    np.testing.assert_allclose(curvature(x, softmax(x @ weights)), numeric, atol=1e-7)
