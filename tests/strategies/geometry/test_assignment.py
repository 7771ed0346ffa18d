"""The nearest centre of every item, while centres are added."""

import numpy as np
import pytest

from asknext import PoolView
from asknext.strategies.geometry.assignment import Assignment, Embedded, Gradients
from asknext.strategies.inputs import EmbeddingBlocks, ProbabilityBlocks

RNG = np.random.default_rng(0)
X, P = RNG.normal(size=(200, 4)), RNG.dirichlet(np.ones(3), 200)
VIEW = PoolView(200, embeddings=X, probabilities=P)


def outer():
    slopes = P - np.eye(3)[P.argmax(axis=1)]
    return (slopes[:, :, None] * X[:, None, :]).reshape(200, -1)


SPACES = {
    "embeddings": (Embedded(EmbeddingBlocks(VIEW, "test")), X),
    "gradients": (Gradients(EmbeddingBlocks(VIEW, "test"), ProbabilityBlocks(VIEW, "test")), outer()),
}


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("first", [[], [3, 9]])
def test_squares_are_to_the_nearest_of_all_centres(space, first):
    distances, features = SPACES[space]
    nearest, centres = Assignment(distances, np.arange(200), np.array(first, dtype=np.int64)), list(first)
    for row in (17, 100, 42, 5, 199):
        nearest.add(row)
        centres.append(row)
        squares = ((features[:, None] - features[centres][None]) ** 2).sum(axis=2)
        np.testing.assert_allclose(nearest.squares, squares.min(axis=1), atol=1e-9)
        np.testing.assert_allclose(squares[np.arange(200), nearest.members], squares.min(axis=1), atol=1e-9)


@pytest.mark.parametrize("space", SPACES)
def test_lengths(space):
    distances, features = SPACES[space]
    np.testing.assert_allclose(distances.lengths(np.arange(50)), (features[:50] ** 2).sum(axis=1))


def test_few_distances_are_computed_where_items_are_clustered():
    x = np.repeat(np.arange(20.0)[:, None] * 100, 50, axis=0) + RNG.random((1000, 1))
    looked_at = []

    class Counted(Embedded):
        def squares(self, rows, row):
            looked_at.append(len(rows))
            return super().squares(rows, row)

    points = EmbeddingBlocks(PoolView(1000, embeddings=x), "test")
    nearest = Assignment(Counted(points), np.arange(1000), np.arange(0, 1000, 50))
    for row in range(25, 1000, 50):
        nearest.add(row)
    assert sum(looked_at) < 20 * 1000 / 4
