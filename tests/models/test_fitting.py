"""Fitting copies the model, fills in seeds, and lets errors through."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis
from sklearn.ensemble import (
    BaggingClassifier,
    GradientBoostingClassifier,
    RandomForestClassifier,
    StackingClassifier,
    VotingClassifier,
)
from sklearn.gaussian_process import GaussianProcessClassifier
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.multiclass import OneVsOneClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC

from asknext.models import class_probabilities, default_model, fit_model, seeded_clone
from asknext.models.constant import SingleClass

X = np.random.default_rng(0).normal(size=(80, 5))
y = (X[:, 0] + X[:, 1] > 0).astype(int)


def test_random_states_are_filled_in_deep_and_only_where_they_are_none():
    model = make_pipeline(StandardScaler(), CalibratedClassifierCV(RandomForestClassifier(5, random_state=7)))
    twin = make_pipeline(StandardScaler(), CalibratedClassifierCV(RandomForestClassifier(5)))
    deep = "calibratedclassifiercv__estimator__random_state"
    assert seeded_clone(model, 1).get_params()[deep] == 7
    assert isinstance(seeded_clone(twin, 1).get_params()[deep], int)
    assert twin.get_params()[deep] is None


def test_splitters_are_seeded_too_without_touching_the_users_object():
    splitter = StratifiedKFold(3, shuffle=True)
    copy = seeded_clone(CalibratedClassifierCV(LogisticRegression(), cv=splitter), 3)
    assert isinstance(copy.cv.random_state, int)
    assert splitter.random_state is None


@pytest.mark.parametrize("model", [RandomForestClassifier(10), SGDClassifier(loss="log_loss")])
def test_the_same_seed_gives_the_same_model_and_another_seed_another(model):
    tables = [fit_model(model, X, y, seed).predict_proba(X) for seed in (1, 1, 2)]
    np.testing.assert_array_equal(tables[0], tables[1])
    assert (tables[0] != tables[2]).any()


def test_the_given_model_is_not_changed():
    model = LogisticRegression()
    fit_model(model, X, y, seed=0)
    assert not hasattr(model, "coef_")


class Broken(ClassifierMixin, BaseEstimator):
    def fit(self, X, y):
        raise ZeroDivisionError("my own bug")


def test_an_error_in_the_users_fit_reaches_the_user():
    with pytest.raises(ZeroDivisionError, match="my own bug"):
        fit_model(Broken(), X, y)


def test_an_error_of_scikit_learn_reaches_the_user():
    holed = X.copy()
    holed[0, 0] = np.nan
    with pytest.raises(ValueError, match="contains NaN"):
        fit_model(LogisticRegression(), holed, y)


# ------------------------------------------------------------------ targets that do not vary


class OwnWords(LogisticRegression):
    def fit(self, X, y, sample_weight=None):
        raise ValueError("my own check: needs samples of at least 2 classes")


@pytest.mark.parametrize("model", [Broken(), OwnWords(), GridSearchCV(OwnWords(), {"C": [1, 2]}, cv=2)], ids=str)
@pytest.mark.parametrize("targets", [["a"] * 8, [[0, 1]] * 8, [[1]] * 8, [[0, 1]] * 4 + [[0, 0]] * 4], ids=str)
def test_an_error_in_the_users_fit_is_not_hidden_where_labels_do_not_vary(model, targets):
    with pytest.raises((ZeroDivisionError, ValueError), match="my own"):
        fit_model(model, X[:8], targets)


@pytest.mark.parametrize(
    "model",
    [
        LogisticRegression(),
        LogisticRegression(solver="liblinear"),
        SGDClassifier(),
        SVC(),
        LinearSVC(),
        GradientBoostingClassifier(n_estimators=2),
        GaussianProcessClassifier(),
        QuadraticDiscriminantAnalysis(),
        CalibratedClassifierCV(SVC(), cv=2),
        OneVsOneClassifier(SVC()),
        BaggingClassifier(LogisticRegression(), n_estimators=2),
        VotingClassifier([("one", LogisticRegression())]),
        StackingClassifier([("one", LogisticRegression())], cv=2),
        make_pipeline(StandardScaler(), LogisticRegression()),
        GridSearchCV(LogisticRegression(), {"C": [1, 2]}, cv=2),
    ],
    ids=lambda model: type(model).__name__,
)
def test_what_scikit_learn_refuses_to_fit_on_one_class_says_that_class(model):
    fitted = fit_model(model, X[:8], ["a"] * 8)
    assert isinstance(fitted, SingleClass)
    assert fitted.predict(X[:2]).tolist() == ["a", "a"]


@pytest.mark.parametrize("model", [GaussianNB(), RandomForestClassifier(3), default_model()], ids=str)
def test_a_model_that_fits_one_class_is_used_as_it_is(model):
    fitted = fit_model(model, X[:8], ["a"] * 8)
    assert type(fitted) is type(model)
    assert class_probabilities(fitted, X[:2], ["b", "a"]).tolist() == [[0.0, 1.0]] * 2
