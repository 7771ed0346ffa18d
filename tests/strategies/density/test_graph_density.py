"""Graph density over the symmetric neighbour graph."""

import numpy as np
import pytest

import asknext


def brute_force(x, labelled, k, width, n):
    squares = ((x[:, None] - x[None]) ** 2).sum(axis=2)
    away = np.where(np.eye(len(x), dtype=bool), np.inf, squares)
    edges = np.zeros((len(x), len(x)), dtype=bool)
    for i in range(len(x)):
        edges[i, np.argsort(away[i])[:k]] = True
    edges |= edges.T
    density = (edges * np.exp(-squares / (2 * width**2))).sum(axis=1) / edges.sum(axis=1)
    picks, scores = [], []
    for i in sorted(labelled, key=lambda row: -density[row]):
        density[edges[i]] -= max(density[i], 0)
    for _ in range(n):
        left = [i for i in range(len(x)) if i not in picks and i not in labelled]
        best = max(left, key=lambda i: density[i])
        picks.append(best)
        scores.append(density[best])
        density[edges[best]] -= max(density[best], 0)
    return picks, scores


@pytest.mark.parametrize("labelled", [[], [5], [0, 9, 18, 27]])
@pytest.mark.parametrize("k", [2, 10])
def test_picks_are_those_of_the_definition(labelled, k):
    x = np.random.default_rng(0).normal(size=(60, 4))
    batch = asknext.select("graph_density", 25, embeddings=x, labelled=labelled, neighbours=k, width=1.5)
    picks, scores = brute_force(x, labelled, k, 1.5, 25)
    np.testing.assert_allclose(batch.scores, scores, atol=1e-9)
    assert batch.indices.tolist() == picks


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
