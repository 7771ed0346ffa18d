"""An order that depends on what items are."""

import numpy as np

from asknext.strategies.geometry.content_order import content_keys, content_order

X = np.random.default_rng(0).normal(size=(50, 3))


def order(x, seed=0):
    return content_order([(slice(0, 20), x[:20]), (slice(20, 50), x[20:])], 50, 3, np.random.default_rng(seed))


def test_shuffled_items_come_in_the_same_order():
    shuffle = np.random.default_rng(1).permutation(50)
    np.testing.assert_array_equal(X[order(X)], X[shuffle][order(X[shuffle])])


def test_the_seed_decides_the_direction_and_the_order_of_equal_items():
    assert order(X).tolist() != order(X, 1).tolist()
    assert len({tuple(order(np.ones((50, 3)), seed)) for seed in range(5)}) == 5


def test_keys_belong_to_the_items():
    shuffle = np.random.default_rng(1).permutation(50)
    plain = content_keys(order(X), np.random.default_rng(7))
    other = content_keys(order(X[shuffle]), np.random.default_rng(7))
    np.testing.assert_array_equal(plain[shuffle], other)
    assert len(set(plain)) == 50
