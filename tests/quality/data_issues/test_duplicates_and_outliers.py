import numpy as np
import pytest

from asknext.quality.data_issues import conflicting_duplicates, nearby, order_test, outliers


def cloud(n=200, d=3, seed=0):
    return np.random.default_rng(seed).normal(size=(n, d)).astype(np.float32)


def test_neighbours_are_those_of_brute_force():
    points = cloud(60).astype(float)
    near = nearby(points.astype(np.float32), 5)
    away = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(away, np.inf)
    assert near.rows.tolist() == np.argsort(away, axis=1)[:, :5].tolist()
    assert near.distances == pytest.approx(np.sort(away, axis=1)[:, :5], abs=1e-5)
    assert near.median_nearest == pytest.approx(np.median(away.min(axis=1)), abs=1e-6)


def test_few_items_have_few_neighbours():
    assert nearby(np.zeros((0, 2), dtype=np.float32)).rows.shape[0] == 0
    assert nearby(np.zeros((1, 2), dtype=np.float32)).rows.shape == (1, 0)
    assert nearby(np.zeros((3, 2), dtype=np.float32)).median_nearest == 0


def test_near_duplicates_with_different_labels_are_found_nearest_first():
    points = cloud()
    points[10], points[20], points[30] = points[11] + 1e-5, points[21], points[31]
    labels = np.zeros(200, dtype=int)
    labels[10] = labels[20] = 1
    found = conflicting_duplicates(labels, nearby(points))
    assert found.pairs.tolist() == [[20, 21], [10, 11]]
    assert found.distances[0] == 0
    assert found.duplicates == 6
    assert found.rows.tolist() == [10, 11, 20, 21]
    assert conflicting_duplicates(np.full(200, -1), nearby(points)).pairs.tolist() == []


def test_a_label_on_one_side_only_is_no_conflict_and_several_labels_are_compared_whole():
    points = cloud()
    points[0] = points[1]
    labels = np.zeros(200, dtype=int)
    labels[0] = -1
    assert conflicting_duplicates(labels, nearby(points)).pairs.tolist() == []
    several = np.zeros((200, 2), dtype=int)
    several[1, 1] = 1
    assert conflicting_duplicates(several, nearby(points)).pairs.tolist() == [[0, 1]]


def test_what_is_scattered_has_no_duplicates():
    found = conflicting_duplicates(np.arange(200) % 2, nearby(cloud(d=12)))
    assert (found.duplicates, len(found.pairs)) == (0, 0)


def test_outliers_are_far_from_all():
    points = cloud()
    points[7] = 40
    found = outliers(nearby(points))
    assert found.rows[0] == 7
    assert len(found.rows) < 20
    low, high = np.quantile(found.distances, [0.25, 0.75])
    assert found.threshold == pytest.approx(high + 1.7 * (high - low), abs=1e-3)
    assert outliers(nearby(points[:1])).rows.tolist() == []


def test_a_sorted_file_is_told_from_a_shuffled_one():
    points = cloud(400)
    shuffled = order_test(nearby(points))
    assert not shuffled.depends
    sorted_ = order_test(nearby(points[np.argsort(points[:, 0])]))
    assert sorted_.depends
    assert sorted_.p_value == 0.01
    assert sorted_.statistic > shuffled.statistic
    assert not order_test(nearby(points[:10])).depends
