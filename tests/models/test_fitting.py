"""Fitting copies the model, fills in seeds, and lets errors through."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from asknext.models import fit_model, seeded_clone

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
