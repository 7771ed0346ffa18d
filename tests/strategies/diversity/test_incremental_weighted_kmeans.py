"""Incremental weighted k-means: labelled items are centres that do not move."""

import itertools

import numpy as np
import pytest

import asknext
from asknext.strategies.geometry.clustering_beside import cluster_beside, nearest_squares


def inertia(x, weights, fixed, centres):
    squares = ((x[:, None] - centres[None]) ** 2).sum(axis=2).min(axis=1)
    return weights @ np.minimum(squares, fixed)


def best_batch(x, weights, fixed, k):
    """The items nearest to the best centres over every way to assign the points to k centres or to the fixed ones."""
    best = (np.inf, None)
    for members in itertools.product(range(-1, k), repeat=len(x)):
        members = np.array(members)
        if len(set(members.tolist()) - {-1}) < k:
            continue
        centres = np.array([np.average(x[members == j], axis=0, weights=weights[members == j]) for j in range(k)])
        best = min(best, (inertia(x, weights, fixed, centres), centres.tolist()), key=lambda pair: pair[0])
    centres = np.array(best[1])
    return {int(((x - centre) ** 2).sum(axis=1).argmin()) for centre in centres}


X = np.array([[0.1], [0.3], [10.0], [10.2], [10.3], [20.0], [20.5]])


@pytest.mark.parametrize("k", [1, 2])
def test_the_items_are_those_of_the_best_assignment(k):
    fixed, weights = X[:, 0] ** 2, np.array([1.0, 0.9, 0.3, 1.0, 0.5, 0.4, 0.6])  # one fixed centre at 0
    found = [
        set(cluster_beside(X.astype(np.float32), fixed, k, weights, np.random.default_rng(seed)).tolist())
        for seed in range(10)
    ]
    expected = best_batch(X, weights, fixed, k)
    assert found.count(expected) >= (10 if k == 2 else 5)  # k-means may stop at a worse place; most starts do not


def test_items_near_labelled_ones_are_left_alone():
    x = np.vstack([X, [[0.0]]])
    p = np.full((8, 2), 0.5)
    batch = asknext.select("incremental_weighted_kmeans", 2, embeddings=x, probabilities=p, labelled=[7])
    assert sorted(np.digitize(x[batch.indices, 0], [5, 15]).tolist()) == [1, 2]


def test_many_labelled_items_repel_as_one_would_elsewhere():
    x = np.concatenate([np.linspace(0, 1, 30), np.linspace(10, 11, 10), np.linspace(20, 21, 10)])[:, None]
    labelled = [*range(0, 30, 3), 30, 39]
    p = np.full((50, 2), 0.5)
    batch = asknext.select("incremental_weighted_kmeans", 1, embeddings=x, probabilities=p, labelled=labelled, beta=50)
    assert x[batch.indices[0], 0] > 15


def test_without_labels_the_groups_are_those_of_weighted_kmeans():
    rng = np.random.default_rng(0)
    x = np.repeat(np.arange(5.0)[:, None] * 10, 20, axis=0) + rng.normal(size=(100, 1)) * 0.1
    p = rng.dirichlet(np.ones(2), 100)
    for name in ("weighted_kmeans", "incremental_weighted_kmeans"):
        batch = asknext.select(name, 5, embeddings=x, probabilities=p, beta=20)
        assert sorted(np.round(x[batch.indices, 0] / 10).tolist()) == [0, 1, 2, 3, 4]


def test_no_fixed_centre_is_infinitely_far():
    assert np.isinf(nearest_squares(np.zeros((3, 2), dtype=np.float32), np.empty((0, 2)))).all()


def test_the_batch_is_ordered_by_score():
    rng = np.random.default_rng(1)
    x, p = rng.normal(size=(80, 3)), rng.dirichlet(np.ones(3), 80)
    batch = asknext.select("incremental_weighted_kmeans", 10, embeddings=x, probabilities=p, labelled=[0, 1])
    assert (np.diff(batch.scores) <= 0).all()
    assert batch.reasons[0].startswith("The model is torn")
