"""k-means beside centres that do not move."""

import numpy as np

from asknext.strategies.geometry.clustering_beside import cluster_beside, nearest_squares

X = np.random.default_rng(0).normal(size=(60, 3)).astype(np.float32)


def chosen(x, fixed, k, seed=0):
    return cluster_beside(x, fixed, k, np.ones(len(x)), np.random.default_rng(seed))


def test_rows_are_distinct_even_where_fixed_centres_own_everything():
    for k in (1, 10, 60):
        assert len(set(chosen(X, np.zeros(60), k).tolist())) == k
        assert len(set(chosen(X, np.full(60, np.inf), k).tolist())) == k


def test_the_order_of_the_rows_makes_no_difference():
    order = np.random.default_rng(1).permutation(60)
    fixed = nearest_squares(X, X[:2].astype(np.float64))
    plain, shuffled = chosen(X, fixed, 8), chosen(X[order], fixed[order], 8)
    assert set(plain.tolist()) == set(order[shuffled].tolist())


def test_nothing_is_chosen_beside_a_fixed_centre_while_something_is_far():
    x = np.array([[0.1], [0.2], [0.3], [9.0], [9.5]], dtype=np.float32)
    assert set(chosen(x, nearest_squares(x, np.zeros((1, 1))), 2, seed=3).tolist()) <= {3, 4}
