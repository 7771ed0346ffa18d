"""Graph density over the symmetric neighbour graph."""

import numpy as np

import asknext


def test_worked_numbers():
    # a chain 0 - 1 - 2.5 and a far pair 20 - 22; one neighbour each: edges 0-1, 1-2.5, 20-22
    x = np.array([[0.0], [1.0], [2.5], [20.0], [22.0]])
    short, long, pair = np.exp(-0.5), np.exp(-1.125), np.exp(-2.0)
    batch = asknext.select("graph_density", 3, embeddings=x, neighbours=1, width=1.0)
    assert batch.indices[0] == 0  # density exp(-1/2); item 1 has the mean of two edges
    assert batch.indices[1] == 2
    assert batch.indices[2] in (3, 4)
    np.testing.assert_allclose(batch.scores, [short, long, pair])
    assert batch.reasons[0].startswith("In a dense region that nothing asked so far stands for (graph density 0.61)")


def test_dense_regions_come_before_outliers():
    rng = np.random.default_rng(0)
    x = np.vstack([rng.normal(size=(40, 2)) * 0.1, rng.normal(size=(40, 2)) * 0.1 + 5, rng.random((8, 2)) * 500 + 20])
    batch = asknext.select("graph_density", 2, embeddings=x)
    assert (batch.indices < 80).all()
