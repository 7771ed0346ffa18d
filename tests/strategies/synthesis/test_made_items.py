"""Items made to be asked about, between real ones."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.strategies.synthesis.made_items import interpolate, opposite_pairs, search_midpoints

RNG = np.random.default_rng(0)
X = RNG.normal(size=(300, 3))
Y = np.where(X @ [1.0, 2.0, -1.0] > 0.3, "in", "out")


def inside(points):
    return np.where(points @ [1.0, 2.0, -1.0] > 0.3, "in", "out")


def test_pairs_are_those_of_brute_force():
    distances = np.linalg.norm(X[:, None] - X, axis=2)
    distances[Y[:, None] == Y] = np.inf
    wanted = {tuple(sorted((i, int(distances[i].argmin())))) for i in range(300)}
    pairs = opposite_pairs(X, Y, 1000)
    assert {tuple(pair) for pair in pairs.tolist()} == wanted
    lengths = np.linalg.norm(X[pairs[:, 0]] - X[pairs[:, 1]], axis=1)
    assert (np.diff(lengths) >= 0).all()
    assert opposite_pairs(X, Y, 4).tolist() == pairs[:4].tolist()


def test_midpoints_lie_on_the_boundary():
    pairs = opposite_pairs(X, Y, 20)
    made = search_midpoints(X, pairs, inside, steps=30)
    np.testing.assert_allclose(made.points @ [1.0, 2.0, -1.0], 0.3, atol=1e-6)
    np.testing.assert_array_equal(made.parents, pairs)


def test_midpoints_by_hand():
    # Between 0 and 8 with the boundary at 5: 4, then 6, then 5, which is on the lower side: between 5 and 6.
    made = search_midpoints(np.array([[0.0], [8.0]]), np.array([[0, 1]]), lambda x: x[:, 0] > 5, steps=3)
    assert made.points.tolist() == [[5.5]]
    assert made.neighbours.tolist() == [[1, 0]]


def test_a_pair_on_one_side_is_refused():
    with pytest.raises(InputError, match=r"Rows \[0, 1\] get the same label, .*: nothing lies between"):
        search_midpoints(np.zeros((2, 1)), np.array([[0, 1]]), lambda x: x[:, 0] > 5)


def test_one_class_has_no_pairs():
    with pytest.raises(InputError, match="two different ones; found 3 labels of 1 classes"):
        opposite_pairs(np.eye(3), ["a"] * 3, 1)


def test_interpolated_points_lie_between_a_row_and_one_of_its_nearest():
    weights = (Y == "in").astype(float)
    made = interpolate(X, weights, 200, np.random.default_rng(1), k=4, neighbours=2)
    first, second = made.parents.T
    assert (Y[first] == "in").all()
    distances = np.linalg.norm(X[first][:, None] - X, axis=2)
    rank = (distances < np.linalg.norm(X[first] - X[second], axis=1)[:, None]).sum(axis=1)
    assert set(rank.tolist()) == {1, 2, 3, 4}  # row itself, at distance 0, has rank 0
    whole = np.linalg.norm(X[second] - X[first], axis=1)
    parts = np.linalg.norm(made.points - X[first], axis=1) + np.linalg.norm(made.points - X[second], axis=1)
    np.testing.assert_allclose(parts, whole)
    nearest = np.linalg.norm(made.points[:, None] - X, axis=2).argsort(axis=1)[:, :2]
    np.testing.assert_array_equal(made.neighbours, nearest)


def test_the_same_seed_makes_the_same_points():
    one, two = (interpolate(X, np.ones(300), 5, np.random.default_rng(3)).points for _ in range(2))
    np.testing.assert_array_equal(one, two)


@pytest.mark.parametrize("weights", [np.zeros(300), -np.ones(300), np.ones(3), np.full(300, np.nan)])
def test_weights_that_cannot_be_used(weights):
    with pytest.raises(InputError, match="one weight of at least 0 for each of 300, not all 0"):
        interpolate(X, weights, 5, np.random.default_rng(0))
