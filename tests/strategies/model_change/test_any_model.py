"""Looking ahead with a classifier of one's own."""

import json

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression, Perceptron, SGDClassifier
from sklearn.naive_bayes import GaussianNB
from tests.strategies.model_change.test_label_outlook import small, view_of

from asknext.errors import InputError
from asknext.strategies import ExpectedErrorReduction, ExpectedModelOutputChange, build


@pytest.mark.parametrize("kind", [ExpectedErrorReduction, ExpectedModelOutputChange])
def test_a_logistic_regression_scores_as_the_one_built_in(kind):
    estimator = LogisticRegression(C=1.0, tol=1e-11, max_iter=100_000)
    own, given = kind(method="refit"), kind(method="refit", estimator=estimator)
    np.testing.assert_allclose(given.score(small(n=15)), own.score(small(n=15)), atol=3e-5)
    assert not hasattr(estimator, "coef_")


BAYES = GaussianNB(var_smoothing=1e-2)
GRADIENTS = SGDClassifier(loss="log_loss", alpha=0.01, max_iter=5000, tol=1e-6)


@pytest.mark.parametrize(
    ("kind", "estimator"),
    [
        (ExpectedErrorReduction, BAYES),
        (ExpectedModelOutputChange, BAYES),
        (ExpectedModelOutputChange, GRADIENTS),  # of the error reduction the docstring says that it fails
    ],
)
def test_a_warm_start_ranks_as_refits_do(kind, estimator):
    view, rows = view_of(load_breast_cancer, 40)
    quick, exact = (
        kind(sample=100, method=method, estimator=estimator).scores_of(view, rows[:25])
        for method in ("warm_start", "refit")
    )
    assert spearmanr(quick, exact).statistic > 0.95


def test_what_is_replayed_alone_changes_nothing():
    view, rows = view_of(load_breast_cancer, 40)
    steps = {"method": "warm_start", "estimator": SGDClassifier(loss="log_loss"), "sample": 50}
    once = ExpectedModelOutputChange(**steps, replay=16).scores_of(view, rows[:6])
    again = ExpectedModelOutputChange(**steps, replay=16).scores_of(view, rows[:6])
    np.testing.assert_array_equal(once, again)
    assert (once > 0).all()


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"method": "warm_start"}, "needs an estimator that has partial_fit"),
        ({"estimator": GaussianNB()}, "not for an estimator: use 'refit' or 'warm_start'"),
        ({"estimator": LogisticRegression(), "method": "warm_start"}, "which this has not: use 'refit'"),
        ({"estimator": Perceptron(), "method": "refit"}, "has no predict_proba"),
        ({"estimator": GaussianNB, "method": "refit"}, r"pass an object: GaussianNB\(\)"),
    ],
)
def test_what_does_not_fit_together_is_refused(parameters, message):
    with pytest.raises(InputError, match=message):
        ExpectedErrorReduction(**parameters)


def test_too_many_fits_are_refused():
    strategy = ExpectedErrorReduction(estimator=GaussianNB(), method="warm_start", steps=1000)
    with pytest.raises(InputError, match=r"at most 50000 times; this is 153000, about 153 s: .* use fewer steps"):
        strategy.score(small(n=60))


def test_it_is_described_for_people_and_not_made_again_of_that():
    described = ExpectedErrorReduction(estimator=GaussianNB(), method="refit").describe()
    assert json.loads(json.dumps(described)) == described
    assert described["estimator"].endswith("GaussianNB()")
    with pytest.raises(InputError, match="as a Python object: it cannot be read from a file"):
        build(described)
    assert build(described | {"estimator": GaussianNB()}).describe() == described
