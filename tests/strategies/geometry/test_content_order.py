"""An order that depends on what items are."""

import numpy as np
import pytest

from asknext import PoolView
from asknext.strategies.geometry.content_order import by_content, content_keys, content_order
from asknext.strategies.inputs import EmbeddingBlocks

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


KINDS = {
    "far from the origin": lambda rng: rng.normal(size=(900, 3)) + 1e6,
    "duplicated": lambda rng: np.repeat(rng.normal(size=(300, 3)), 3, axis=0),
    "near": lambda rng: np.stack([rng.permutation(900) * 1e-9 + 1.0, np.ones(900)], axis=1),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_embeddings_come_in_the_same_order_wherever_they_stand(kind, metric):
    x, shuffle = KINDS[kind](np.random.default_rng(0)), np.random.default_rng(1).permutation(900)
    plain, other = (
        by_content(
            EmbeddingBlocks(PoolView(900, embeddings=rows), "test", metric).centred(),
            np.arange(900),
            np.random.default_rng(2),
        )
        for rows in (x, x[shuffle])
    )
    np.testing.assert_array_equal(x[plain], x[shuffle][other])
    assert sorted(plain.tolist()) == list(range(900))
