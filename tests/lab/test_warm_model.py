"""A warm start goes on from the round before."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression, SGDClassifier

from asknext.lab.warm_model import WarmModel, continued
from asknext.models.fitting import fit_model

RNG = np.random.default_rng(0)
X = RNG.normal(size=(80, 3))
Y = (X[:, 0] > 0).astype(int)


def sgd():
    return WarmModel(SGDClassifier(max_iter=1, tol=None, warm_start=True, shuffle=False, random_state=0))


def test_the_second_round_is_a_second_pass_of_the_same_machine():
    first = fit_model(sgd(), X[:40], Y[:40], 0)
    second = fit_model(continued(sgd(), first), X, Y, 0)
    peer = SGDClassifier(max_iter=1, tol=None, warm_start=True, shuffle=False, random_state=0)
    peer.fit(X[:40], Y[:40]).fit(X, Y)
    assert np.allclose(second.fitted_.coef_, peer.coef_)
    assert not np.allclose(fit_model(sgd(), X, Y, 0).fitted_.coef_, peer.coef_)


def test_the_fitted_model_of_the_round_before_is_left_as_it_was():
    first = fit_model(sgd(), X[:40], Y[:40], 0)
    before = first.fitted_.coef_.copy()
    fit_model(continued(sgd(), first), X, Y, 0)
    assert np.array_equal(first.fitted_.coef_, before)


def test_new_classes_start_from_nothing():
    labels = np.where(np.arange(80) > 60, 2, Y)
    first = fit_model(sgd(), X[:40], labels[:40], 0)
    second = fit_model(continued(sgd(), first), X, labels, 0)
    assert np.array_equal(second.fitted_.coef_, fit_model(sgd(), X, labels, 0).fitted_.coef_)


def test_models_that_are_refitted_stay_as_they_are():
    model = LogisticRegression()
    assert continued(model, model.fit(X, Y)) is model
