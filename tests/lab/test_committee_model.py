"""A committee as one model."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier

from asknext.lab.committee_model import CommitteeModel, members_of
from asknext.models.fitting import fit_model

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(60, 2)), np.repeat(["a", "b", "c"], 20)
X[:20] += 4
X[20:40] -= 4


def test_its_probabilities_are_the_mean_of_its_members():
    model = fit_model(CommitteeModel([GaussianNB(), KNeighborsClassifier(3)]), X, Y, 0)
    own = [GaussianNB().fit(X, Y).predict_proba(X), KNeighborsClassifier(3).fit(X, Y).predict_proba(X)]
    assert np.allclose(model.predict_proba(X), np.mean(own, axis=0))
    assert np.allclose(members_of(model, X), own)
    assert (model.predict(X) == Y).mean() > 0.9


def test_members_of_one_kind_differ_by_their_seeds_and_samples():
    forests = fit_model(CommitteeModel([RandomForestClassifier(3)] * 4), X, Y, 0)
    assert len({tuple(each.ravel()) for each in members_of(forests, X)}) == 4
    bagged = fit_model(CommitteeModel([GaussianNB()] * 4, bootstrap=True), X, Y, 0)
    assert len({tuple(each.ravel()) for each in members_of(bagged, X)}) == 4
    again = fit_model(CommitteeModel([GaussianNB()] * 4, bootstrap=True), X, Y, 0)
    assert np.array_equal(members_of(again, X), members_of(bagged, X))


def test_a_member_whose_sample_lacks_a_class_gives_it_0():
    few = fit_model(CommitteeModel([GaussianNB()] * 8, bootstrap=True), X[[0, 1, 20, 21, 40]], Y[[0, 1, 20, 21, 40]], 0)
    found = members_of(few, X)
    assert found.shape == (8, 60, 3)
    assert np.allclose(found.sum(axis=2), 1)
    assert (found[:, :, 2] == 0).all(axis=1).any()
