"""k-means++ draws by rejection follow the exact distribution."""

import numpy as np
import pytest

from asknext.strategies.geometry.plus_plus import InMemory, PlusPlus


def seeding(points, weights, first, room=10, loose=1.0):
    return PlusPlus(weights, first, InMemory(points, room), loose * ((points - points[first]) ** 2).sum(axis=1))


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


POOLS = {
    "clustered": lambda rng: np.repeat(rng.normal(size=(5, 3)) * 8, 6, axis=0) + rng.normal(size=(30, 3)),
    "uniform": lambda rng: rng.random((30, 4)),
    "one gaussian": lambda rng: rng.normal(size=(30, 40)),
    "duplicated": lambda rng: np.repeat(rng.normal(size=(10, 2)), 3, axis=0),
}


@pytest.mark.parametrize("kind", POOLS)
@pytest.mark.parametrize("loose", [1.0, 3.0])
def test_after_many_draws_the_next_follows_the_distances_still(kind, loose):
    """The bounds are stale then, and the draw is still exact: chi-square over all draws but the first, each given those
    before."""
    points, rng = POOLS[kind](np.random.default_rng(1)), np.random.default_rng(2)
    squares = ((points[:, None] - points) ** 2).sum(axis=2)
    counts, expected = np.zeros(30), np.zeros(30)
    for _ in range(250):
        draws = seeding(points, np.ones(30), 0, loose=loose)
        draws.draw(rng)
        for _ in range(6):
            far = squares[:, draws.centres].min(axis=1)
            expected += far / far.sum()
            counts[draws.draw(rng)] += 1
    some = expected > 5
    assert ((counts[some] - expected[some]) ** 2 / expected[some]).sum() < 1.9 * some.sum() + 15
    assert (counts[expected == 0] == 0).all()


def test_few_distances_are_computed():
    points, rng = np.random.default_rng(0).normal(size=(20_000, 8)), np.random.default_rng(1)
    looked_at = []

    class Counted(InMemory):
        def squares(self, positions, first):
            found = super().squares(positions, first)
            looked_at.append(found.size)
            return found

    draws = PlusPlus(np.ones(20_000), 0, Counted(points, 50), ((points - points[0]) ** 2).sum(axis=1))
    while len(draws.centres) < 50:
        draws.draw(rng)
    assert sum(looked_at) < 20_000 * 50 / 20
