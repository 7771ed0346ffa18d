"""The default model: a real scikit-learn estimator, calibrated, penalty chosen, at home with few labels."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.datasets import load_digits, make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.utils.estimator_checks import parametrize_with_checks

from asknext.errors import InputError
from asknext.models import CalibratedLogisticRegression, class_probabilities, default_model
from asknext.models.logistic import fit_logistic


@parametrize_with_checks([CalibratedLogisticRegression()])
def test_it_is_a_scikit_learn_estimator(estimator, check):
    check(estimator)


def digits(n, seed=0):
    X, y = load_digits(return_X_y=True)
    rows = np.random.default_rng(seed).permutation(len(X))
    return X[rows[:n]], y[rows[:n]], X[rows[1000:]], y[rows[1000:]]


@pytest.mark.parametrize("n", [100, 400])
def test_its_log_loss_is_no_worse_than_plain_logistic_regression(n):
    X, y, X_test, y_test = digits(n)
    plain = LogisticRegression(max_iter=5000).fit(X, y)
    mine = default_model().fit(X, y)
    losses = [
        log_loss(y_test, class_probabilities(model, X_test, range(10)), labels=range(10)) for model in (mine, plain)
    ]
    assert losses[0] < losses[1]


def test_the_penalty_is_chosen_by_the_noise():
    """Where features say nothing about the class, a strong penalty wins; where they say all, a weak one."""
    rng = np.random.default_rng(0)
    X, noise = rng.normal(size=(200, 20)), rng.integers(0, 2, 200)
    assert default_model().fit(X, noise).C_ == 0.3
    assert default_model().fit(X, (X[:, 0] > 0).astype(int)).C_ >= 10


def test_with_few_labels_nothing_is_chosen_or_calibrated():
    X, y, *_ = digits(20)
    model = default_model().fit(X, y)
    assert (model.C_, model.temperature_) == (5.0, 1.0)


def test_overconfidence_is_cooled():
    """Flipped labels and a penalty that overfits: the temperature brings the probabilities back."""
    X, y = make_classification(800, 60, flip_y=0.4, random_state=0)
    X_test, y_test = X[200:], y[200:]
    hot = CalibratedLogisticRegression(Cs=(100.0,), calibrate_from=10**9).fit(X[:200], y[:200])
    cooled = CalibratedLogisticRegression(Cs=(100.0,)).fit(X[:200], y[:200])
    assert cooled.temperature_ > 1.5
    assert log_loss(y_test, cooled.predict_proba(X_test)) < log_loss(y_test, hot.predict_proba(X_test)) - 0.05


def test_it_solves_the_same_problem_as_scikit_learn():
    X, y, *_ = digits(300)
    scaled = (X - X.mean(axis=0)) / 10
    weights, shift = fit_logistic(scaled, np.eye(10)[y], 0.5, softmax=True, max_iter=2000)
    reference = LogisticRegression(C=0.5, max_iter=5000, tol=1e-10).fit(scaled, y)
    np.testing.assert_allclose(weights.T, reference.coef_, atol=2e-3)
    np.testing.assert_allclose(shift - shift.mean(), reference.intercept_ - reference.intercept_.mean(), atol=1e-2)


def test_fewer_rows_than_features_give_the_same_optimum():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(20, 50)), (np.arange(20) % 2).astype(float)[:, None]
    weights, shift = fit_logistic(X, y, 1.0, softmax=False, max_iter=2000)
    reference = LogisticRegression(C=1.0, max_iter=5000, tol=1e-10).fit(X, y[:, 0])
    np.testing.assert_allclose(weights[:, 0], reference.coef_[0], atol=1e-3)
    np.testing.assert_allclose(shift, reference.intercept_, atol=1e-3)


@given(n=st.integers(1, 40), d=st.integers(1, 6), k=st.integers(1, 5), seed=st.integers(0, 10**6), text=st.booleans())
@settings(max_examples=25, deadline=None)
def test_any_few_labels_give_probabilities(n, d, k, seed, text):
    rng = np.random.default_rng(seed)
    X, codes = rng.normal(size=(n, d)) * 10.0 ** rng.integers(-3, 4), rng.integers(0, k, n)
    y = np.array(list("abcde"))[codes] if text else codes
    model = default_model(seed=seed).fit(X, y)
    table = model.predict_proba(X)
    np.testing.assert_allclose(table.sum(axis=1), 1)
    assert np.isfinite(table).all()
    assert set(model.predict(X)) <= set(y)


@given(n=st.integers(1, 40), L=st.integers(1, 4), share=st.floats(0, 1), seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_any_few_multi_labels_give_probabilities(n, L, share, seed):
    rng = np.random.default_rng(seed)
    X, Y = rng.normal(size=(n, 3)), (rng.random((n, L)) < share).astype(int)
    model = default_model(multilabel=True).fit(X, Y)
    table = model.predict_proba(X)
    assert table.shape == (n, L)
    assert ((table > 0) & (table < 1)).all()
    assert model.predict(X).shape == (n, L)


def test_a_label_never_given_gets_laplaces_estimate():
    X = np.random.default_rng(0).normal(size=(8, 2))
    Y = np.column_stack([np.arange(8) % 2, np.zeros(8, int), np.ones(8, int)])
    table = default_model(multilabel=True).fit(X, Y).predict_proba(X)
    np.testing.assert_allclose(table[:, 1], 0.1)
    np.testing.assert_allclose(table[:, 2], 0.9)


def test_multi_label_targets_of_another_form_are_refused():
    with pytest.raises(InputError, match="matrix of zeros and ones"):
        default_model(multilabel=True).fit([[0.0], [1.0]], [[0, 2], [1, 1]])


def test_clones_fit_alike_and_the_same_seed_repeats():
    X, y, X_test, _ = digits(150)
    model = default_model(seed=4)
    first, second = model.fit(X, y).predict_proba(X_test), clone(model).fit(X, y).predict_proba(X_test)
    np.testing.assert_array_equal(first, second)


def test_blocks_do_not_change_the_answer(monkeypatch):
    X, y, X_test, _ = digits(50)
    model = default_model().fit(X, y)
    whole = model.predict_proba(X_test)
    monkeypatch.setattr("asknext.models.default._BLOCK", 7)
    np.testing.assert_allclose(model.predict_proba(X_test), whole, rtol=1e-12)


def test_it_is_quick():
    """1,000 labels, 128 features, 10 classes: well under two seconds of one core (bound loose for busy machines)."""
    X, y = make_classification(1000, 128, n_informative=30, n_classes=10, random_state=0)
    start = time.process_time()
    default_model().fit(X.astype(np.float32), y)
    assert time.process_time() - start < 6
