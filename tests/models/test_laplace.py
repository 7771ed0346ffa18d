"""The posterior of a logistic regression and the divergence of two."""

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from asknext.models.laplace import Gaussian, gaussian_divergence, laplace_posterior

X, Y = load_iris(return_X_y=True)


def objective(weights, X, y, C, classes):
    """scikit-learn's, in the order of the posterior's parameters."""
    table = np.hstack([X, np.ones((len(X), 1))])
    w = weights.reshape(1 if classes == 2 else classes, -1)
    scores = table @ w.T
    scores = np.hstack([np.zeros_like(scores), scores]) if classes == 2 else scores
    logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    return -logs[np.arange(len(y)), y].sum() + (w[:, :-1] ** 2).sum() / (2 * C)


@pytest.mark.parametrize(("classes", "C"), [(2, 1.0), (3, 0.3)])
def test_the_precision_is_the_hessian_of_the_objective(classes, C):
    rows = classes > Y
    model = LogisticRegression(C=C, max_iter=5000, tol=1e-10).fit(X[rows], Y[rows])
    found = laplace_posterior(model, X[rows])

    def slope(weights):
        return approx_fprime(weights, objective, 1e-6, X[rows], Y[rows], C, classes)

    numeric = np.array(
        [(slope(found.mean + 1e-4 * e) - slope(found.mean - 1e-4 * e)) / 2e-4 for e in np.eye(len(found.mean))]
    )
    assert np.abs(slope(found.mean)).max() < 1e-2
    np.testing.assert_allclose(found.precision, numeric, atol=0.05 + 2e-3 * np.abs(numeric).max())


def test_a_pipeline_and_what_has_no_such_posterior():
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X, Y)
    alone = LogisticRegression().fit(StandardScaler().fit_transform(X), Y)
    found, expected = laplace_posterior(model, X), laplace_posterior(alone, StandardScaler().fit_transform(X))
    np.testing.assert_allclose(found.precision, expected.precision, rtol=1e-6)
    assert laplace_posterior(RandomForestClassifier(2, random_state=0).fit(X, Y), X) is None
    wide = np.tile(X, (1, 200))
    assert laplace_posterior(LogisticRegression(max_iter=5).set_params(tol=10.0).fit(wide, Y), wide) is None


def test_the_divergence_of_two_normals_by_hand():
    """N(1, 1/2) from N(0, 1): (1/2 + 1 - 1 + log 2) / 2."""
    one, other = Gaussian(np.array([1.0]), np.array([[2.0]])), Gaussian(np.array([0.0]), np.array([[1.0]]))
    assert gaussian_divergence(one, other) == pytest.approx((0.5 + 1 - 1 + np.log(2)) / 2)
    assert gaussian_divergence(one, one) == pytest.approx(0.0)
    assert gaussian_divergence(one, Gaussian(np.zeros(2), np.eye(2))) == float("inf")


def test_more_labels_move_the_posterior_less():
    order = np.random.default_rng(0).permutation(len(X))
    fits = [
        (rows, LogisticRegression(max_iter=1000).fit(X[rows], Y[rows]))
        for rows in (order[:n] for n in (30, 40, 130, 140))
    ]
    posteriors = [laplace_posterior(model, X[rows]) for rows, model in fits]
    assert gaussian_divergence(posteriors[3], posteriors[2]) < gaussian_divergence(posteriors[1], posteriors[0])
