"""k-means batches."""

import numpy as np
import pytest

import asknext
from asknext.strategies.geometry.representatives import representatives
from asknext.strategies.inputs import EmbeddingBlocks

CENTRES = np.array([[0, 0], [10, 0], [0, 10], [10, 10]])


def groups(sizes, seed=0):
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(len(sizes)), sizes)
    return CENTRES[labels] + rng.normal(size=(len(labels), 2)) * 0.5, labels


@pytest.mark.parametrize("seed", range(5))
def test_one_item_from_each_group_the_most_central_one(seed):
    points, labels = groups([40, 30, 20, 10])
    batch = asknext.select("kmeans", 4, embeddings=points, seed=seed)
    expected = []
    for group in range(4):
        rows = np.flatnonzero(labels == group)
        away = ((points[rows] - points[rows].mean(axis=0)) ** 2).sum(axis=1)
        expected.append(int(rows[away.argmin()]))
    assert batch.indices.tolist() == expected
    np.testing.assert_allclose(batch.scores, [0.4, 0.3, 0.2, 0.1])
    assert batch.reasons[0] == "Stands for a group of 40 similar items."


def test_equal_items_still_give_distinct_rows():
    batch = asknext.select("kmeans", 4, embeddings=np.ones((6, 3)), labelled=[0])
    assert len(set(batch.indices.tolist())) == 4


def test_a_pool_larger_than_the_sample_is_searched_whole(monkeypatch):
    monkeypatch.setattr("asknext.strategies.geometry.representatives._FEW_ROWS", 50)
    points, labels = groups([400, 300, 200, 100])
    batch = asknext.select("kmeans", 4, embeddings=points)
    assert sorted(labels[batch.indices]) == [0, 1, 2, 3]
    np.testing.assert_allclose(batch.scores.sum(), 1.0)


def test_large_batches_are_made_in_parts(monkeypatch):
    monkeypatch.setattr("asknext.strategies.geometry.representatives._MOST_CENTRES", 7)
    points, _ = groups([40, 30, 20, 10])
    for n in (7, 8, 33, 100):
        assert len(set(asknext.select("kmeans", n, embeddings=points).indices.tolist())) == n


def test_shuffled_rows_give_the_same_items():
    points, _ = groups([40, 30, 20, 10])
    order = np.random.default_rng(1).permutation(len(points))
    plain = asknext.select("kmeans", 10, embeddings=points).scores
    np.testing.assert_allclose(np.sort(plain), np.sort(asknext.select("kmeans", 10, embeddings=points[order]).scores))


def test_cosine_groups_by_direction():
    angles = np.array([0.0, 0.01, 1.5, 1.51])
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1) * np.array([[1], [100], [1], [100]])
    batch = asknext.select("kmeans", 2, embeddings=points, metric="cosine")
    assert sorted(batch.indices // 2) == [0, 1]


def test_weights_draw_the_representative():
    view = asknext.PoolView(3, embeddings=np.array([[0.0], [1.0], [5.0]]))
    found = representatives(
        EmbeddingBlocks(view, "test"), view.unlabelled, 1, np.random.default_rng(0), np.array([0.01, 0.01, 1.0])
    )
    assert found.positions.tolist() == [2]
