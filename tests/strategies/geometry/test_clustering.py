"""Weighted k-means in memory."""

import numpy as np
import pytest
from sklearn.cluster import KMeans

from asknext.strategies.geometry.clustering import cluster, nearest_centre


def test_nearest_centres_are_nearest():
    rng = np.random.default_rng(0)
    points, centres = rng.normal(size=(1500, 6)).astype(np.float32), rng.normal(size=(40, 6))
    members, squares = nearest_centre(points, centres)
    away = ((points[:, None].astype(np.float64) - centres) ** 2).sum(axis=2)
    np.testing.assert_array_equal(members, away.argmin(axis=1))
    np.testing.assert_allclose(squares, away.min(axis=1))


@pytest.mark.parametrize("weighted", [False, True])
def test_as_good_as_scikit_learn(weighted):
    rng = np.random.default_rng(0)
    points = (rng.normal(size=(12, 5))[rng.integers(12, size=2000)] * 3 + rng.normal(size=(2000, 5))).astype(np.float32)
    weights = rng.random(2000) + 0.01 if weighted else np.ones(2000)
    ours = min(weights @ cluster(points, 12, weights, np.random.default_rng(s)).squares for s in range(5))
    theirs = KMeans(12, n_init=5, random_state=0).fit(points, sample_weight=weights).inertia_
    assert ours < 1.02 * theirs


def test_weights_pull_the_centre():
    found = cluster(np.array([[0.0], [1.0]]), 1, np.array([3.0, 1.0]), np.random.default_rng(0))
    np.testing.assert_allclose(found.centres, [[0.25]])


def test_a_centre_without_points_moves():
    points = np.array([[0.0], [0.1], [10.0], [10.1], [20.0]])
    for seed in range(20):
        found = cluster(points, 3, np.ones(5), np.random.default_rng(seed))
        assert len(set(found.members.tolist())) == 3


def test_fewer_different_points_than_centres():
    found = cluster(np.zeros((6, 2)), 4, np.ones(6), np.random.default_rng(0))
    assert found.centres.shape == (4, 2)
    np.testing.assert_array_equal(found.squares, 0.0)
