"""k-means++ draws by rejection follow the exact distribution."""

import numpy as np

from asknext.strategies.geometry.plus_plus import PlusPlus


def seeding(points, weights, first):
    def squares(row, centres):
        return ((points[centres] - points[row]) ** 2).sum(axis=1)

    return PlusPlus(weights, first, squares, ((points - points[first]) ** 2).sum(axis=1))


def test_third_centres_follow_weight_times_squared_distance():
    points = np.array([[0.0], [1.0], [2.0], [5.0], [5.5]])
    weights = np.array([1.0, 2.0, 1.0, 1.0, 0.5])
    rng, counts = np.random.default_rng(0), np.zeros((5, 5))
    for _ in range(4_000):
        draws = seeding(points, weights, 0)
        counts[draws.draw(rng), draws.draw(rng)] += 1
    assert_distribution(counts.sum(axis=1), weights * points[:, 0] ** 2)
    away = np.minimum(points[:, 0] ** 2, (points[:, 0] - 5.0) ** 2)
    assert_distribution(counts[3], weights * away)


def assert_distribution(counts, mass):
    expected = counts.sum() * mass / mass.sum()
    assert (counts[expected == 0] == 0).all()
    some = expected > 0
    assert ((counts[some] - expected[some]) ** 2 / expected[some]).sum() < 20


def test_it_ends_where_every_row_lies_on_a_centre():
    draws, rng = seeding(np.array([[0.0], [1.0], [1.0], [0.0]]), np.ones(4), 0), np.random.default_rng(0)
    assert draws.draw(rng) in {1, 2}
    assert draws.draw(rng) is None
