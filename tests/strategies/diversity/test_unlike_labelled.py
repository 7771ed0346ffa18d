"""Anomaly and local outlier: unlike what is labelled."""

import numpy as np
import pytest
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import LocalOutlierFactor

import asknext

RNG = np.random.default_rng(2)
E = np.concatenate([RNG.normal(size=(40, 3)), RNG.normal(size=(10, 3)) + 20])
LABELLED = list(range(25))


@pytest.mark.parametrize("name", ["anomaly", "local_outlier"])
def test_items_far_from_the_labelled_come_first(name):
    batch = asknext.select(name, 10, embeddings=E, labelled=LABELLED)
    assert set(batch.indices.tolist()) == set(range(40, 50))
    assert all(a >= b for a, b in zip(batch.scores, batch.scores[1:], strict=False))


def test_anomaly_is_an_isolation_forest_on_the_labelled():
    reference = IsolationForest(n_estimators=400, random_state=0).fit(E[:25])
    batch = asknext.select("anomaly", 25, embeddings=E, labelled=LABELLED, trees=2000)
    np.testing.assert_allclose(batch.scores, -reference.score_samples(E[batch.indices]), atol=0.015)


def test_anomaly_by_hand():
    # Labelled 0 and 1: one cut at a uniform place; every path has length 1, the expected one, so every score is 1/2.
    x = np.array([[0.0], [1.0], [0.5], [9.0]])
    batch = asknext.select("anomaly", 2, embeddings=x, labelled=[0, 1])
    np.testing.assert_allclose(batch.scores, [0.5, 0.5])
    # Labelled 0, 0, 0, 6 and depth 2: one cut parts 6 from the rest, whose three copies cannot be parted.
    # 9: path 1; 0: path 1 + c(3); scores 2 ** (-1 / c(4)), 2 ** (-(1 + c(3)) / c(4)).
    c = [2 * (np.log(m - 1) + 0.5772156649) - 2 * (m - 1) / m for m in (3, 4)]
    x = np.array([[0.0], [0.0], [0.0], [6.0], [9.0], [-1.0]])
    batch = asknext.select("anomaly", 2, embeddings=x, labelled=[0, 1, 2, 3])
    assert batch.indices.tolist() == [4, 5]
    np.testing.assert_allclose(batch.scores, [2 ** (-1 / c[1]), 2 ** (-(1 + c[0]) / c[1])], rtol=1e-8)


@pytest.mark.parametrize("k", [1, 5, 24])
def test_local_outlier_is_the_local_outlier_factor(k):
    reference = LocalOutlierFactor(n_neighbors=k, novelty=True).fit(E[:25])
    batch = asknext.select("local_outlier", 25, embeddings=E, labelled=LABELLED, k=k)
    np.testing.assert_allclose(batch.scores, -reference.score_samples(E[batch.indices]), rtol=1e-6)


def test_local_outlier_by_hand():
    # Labelled 0, 1, 3; k = 1. k-distances 1, 1, 2; densities 1 / max(1, 1) = 1, 1, 1 / max(2, 1) = 1 / 2.
    # 5: nearest 3, reach max(2, 2) = 2, density 1 / 2, factor 1. 13: reach 10, density 1 / 10, factor 5.
    x = np.array([[0.0], [1.0], [3.0], [5.0], [13.0]])
    batch = asknext.select("local_outlier", 2, embeddings=x, labelled=[0, 1, 2], k=1)
    assert batch.indices.tolist() == [4, 3]
    np.testing.assert_allclose(batch.scores, [5, 1])
    assert batch.reasons[0] == "Lies 5 times as sparsely among labelled items as they do themselves."


@pytest.mark.parametrize("name", ["anomaly", "local_outlier"])
def test_with_too_little_labelled_the_choice_is_random(name):
    batch = asknext.select(name, 3, embeddings=E, labelled=[7])
    assert batch.scores.tolist() == [0, 0, 0]
    assert batch.reasons[0].startswith("Drawn at random: too little is labelled")


def test_copies_of_a_labelled_item_do_no_harm():
    x = np.concatenate([np.zeros((10, 2)), np.ones((3, 2))])
    batch = asknext.select("local_outlier", 5, embeddings=x, labelled=list(range(8)))
    assert set(batch.indices[:3].tolist()) == {10, 11, 12}
    assert np.isfinite(batch.scores).all()
