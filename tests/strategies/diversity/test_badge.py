"""BADGE: the factorised form draws what the formed gradients would."""

import numpy as np
import pytest

import asknext


def formed(p, x):
    """The gradients (n, C d) themselves."""
    residuals = p - np.eye(p.shape[1])[p.argmax(axis=1)]
    return (residuals[:, :, None] * x[:, None, :]).reshape(len(p), -1)


def pool(n=8, classes=3, dimensions=2, seed=0):
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.ones(classes), n), rng.normal(size=(n, dimensions))


def test_the_first_is_the_longest_and_the_second_is_drawn_by_squared_distance_to_it():
    """The origin is no centre: items with short gradients keep their share."""
    p, x = pool()
    g = formed(p, x)
    first = int((g**2).sum(axis=1).argmax())
    mass = ((g - g[first]) ** 2).sum(axis=1)
    counts = np.zeros(8)
    for seed in range(300):
        batch = asknext.select("badge", 2, probabilities=p, embeddings=x, seed=seed)
        assert batch.indices[0] == first
        counts[batch.indices[1]] += 1
    expected = 300 * mass / mass.sum()
    some = expected > 0
    assert ((counts[some] - expected[some]) ** 2 / expected[some]).sum() < 24  # 1 in 1000 for 6 degrees of freedom


def test_the_predicted_class_keeps_its_residual():
    """With two classes p - e is not p: an item the model is sure of has a gradient of length 0."""
    p = np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])
    batch = asknext.select("badge", 3, probabilities=p, embeddings=np.ones((3, 2)))
    assert batch.indices[0] == 1
    np.testing.assert_allclose(np.sort(batch.scores), [0.0, 0.0, 1.0])
    assert batch.reasons[0] == "The model is torn: 0.50 against 0.50."


@pytest.mark.parametrize("n", [1, 2, 20])
def test_fewer_items_than_classes_and_equal_gradients(n):
    p = np.repeat([[0.4, 0.3, 0.1, 0.1, 0.1]], 20, axis=0)
    batch = asknext.select("badge", n, probabilities=p, embeddings=np.ones((20, 3)))
    assert len(set(batch.indices.tolist())) == n


def test_gradients_are_never_formed():
    import tracemalloc

    p, x = pool(3000, 50, 200)
    tracemalloc.start()
    asknext.select("badge", 20, probabilities=p, embeddings=x)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3000 * 50 * 200 * 8 / 8
