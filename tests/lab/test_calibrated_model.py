"""Calibration begins when there are labels enough."""

from __future__ import annotations

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.svm import LinearSVC

from asknext.lab.calibrated_model import CalibratedModel

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 2))
Y = (X[:, 0] + RNG.normal(size=60) > 0).astype(int)


def test_with_labels_enough_it_is_what_scikit_learn_makes():
    model = CalibratedModel(LinearSVC(random_state=0), "sigmoid", 3).fit(X, Y)
    peer = CalibratedClassifierCV(LinearSVC(random_state=0), method="sigmoid", cv=3).fit(X, Y)
    assert model.calibrated_
    assert np.allclose(model.predict_proba(X), peer.predict_proba(X))
    assert np.array_equal(model.predict(X), peer.predict(X))


def test_with_few_labels_it_is_the_model_itself():
    few = np.array([*np.flatnonzero(Y == 0)[:5], *np.flatnonzero(Y == 1)[:2]])
    model = CalibratedModel(LinearSVC(random_state=0), "isotonic", 3).fit(X[few], Y[few])
    assert not model.calibrated_
    assert np.array_equal(model.predict(X), LinearSVC(random_state=0).fit(X[few], Y[few]).predict(X))
    assert np.allclose(model.predict_proba(X).sum(axis=1), 1)
