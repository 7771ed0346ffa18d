"""TypiClust: typical items of clusters without a label."""

import numpy as np
import pytest

import asknext
from asknext import PoolView
from asknext.strategies.diversity.typiclust import _turns, typicality
from asknext.strategies.inputs import EmbeddingBlocks

CENTRES = np.array([[0, 0], [20, 0], [0, 20], [20, 20]])


def groups(sizes, seed=0):
    labels = np.repeat(np.arange(len(sizes)), sizes)
    return CENTRES[labels] + np.random.default_rng(seed).normal(size=(len(labels), 2)), labels


def brute_force(points, k):
    away = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    return 1 / (np.sort(away, axis=1)[:, 1 : k + 1].mean(axis=1) + 1e-5)


def test_typicality_is_the_inverse_mean_distance_to_the_nearest():
    points, _ = groups([50])
    blocks = EmbeddingBlocks(PoolView(50, embeddings=points), "test")
    for asked, k in ((7, 7), (20, 20), (40, 25)):
        found = typicality(blocks, np.arange(50), asked, np.random.default_rng(0))
        np.testing.assert_allclose(found, brute_force(points, k), rtol=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_the_most_typical_item_of_each_cluster_largest_first(seed):
    points, labels = groups([40, 30, 20, 10])
    expected = []
    for group in range(4):
        rows = np.flatnonzero(labels == group)
        expected.append(int(rows[brute_force(points[rows], min(20, len(rows) // 2)).argmax()]))
    batch = asknext.select("typiclust", 4, embeddings=points, seed=seed)
    assert batch.indices.tolist() == expected
    assert batch.reasons[0] == "Typical of a group of 40 items without a label."


def test_clusters_with_a_label_come_after_those_without():
    points, labels = groups([40, 30, 20, 10])
    batch = asknext.select("typiclust", 2, embeddings=points, labelled=[0, 40], clusters=4)
    assert labels[batch.indices].tolist() == [2, 3]


def test_every_cluster_with_a_label_is_no_dead_end():
    """Also where all items are alike, so that there is one cluster only."""
    points, _ = groups([6, 6, 6, 6])
    for embeddings in (points, np.ones((24, 2))):
        batch = asknext.select("typiclust", 3, embeddings=embeddings, labelled=[0, 6, 12, 18], clusters=4)
        assert len(set(batch.indices.tolist())) == 3


def test_turns_go_round_and_leave_small_clusters_to_the_end():
    members = np.repeat([0, 1, 2, 3], [6, 8, 2, 7])
    assert _turns(members, np.array([1, 0, 0, 0]), 10).tolist() == [1, 3, 0, 2, 1, 3, 0, 2, 1, 3]
    assert len(_turns(members, np.zeros(4, dtype=int), 23)) == 23


@pytest.mark.parametrize("seed", range(10))
def test_no_item_twice(seed):
    points, _ = groups([5, 5, 5, 5], seed)
    batch = asknext.select("typiclust", 12, embeddings=points, labelled=[1, 7], clusters=3, seed=seed)
    assert len(set(batch.indices.tolist())) == 12
