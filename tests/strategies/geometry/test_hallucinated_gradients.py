"""Gradients known by their factors."""

import numpy as np
import pytest

from asknext import PoolView
from asknext.strategies.geometry.hallucinated_gradients import HallucinatedGradients

RNG = np.random.default_rng(0)
P, X = RNG.dirichlet(np.ones(5), 30), RNG.normal(size=(30, 4))
P[3] = np.eye(5)[2]
P[4] = [1 - 4e-9, 1e-9, 1e-9, 1e-9, 1e-9]


def formed():
    """The gradients (n, C d) themselves."""
    residuals = P - np.eye(5)[P.argmax(axis=1)]
    return (residuals[:, :, None] * X[:, None, :]).reshape(30, -1)


@pytest.fixture(params=[np.float32, np.float64])
def gradients(request):
    view = PoolView(30, probabilities=P, embeddings=X.astype(request.param))
    return HallucinatedGradients(view, 5, "badge", np.random.default_rng(0))


def test_lengths_are_those_of_the_gradients_and_bounds_are_no_less(gradients):
    squares = (formed() ** 2).sum(axis=1)[gradients.rows]
    np.testing.assert_allclose(gradients.squared_lengths(np.arange(30)), squares, rtol=1e-5)
    assert (gradients.bounds >= squares).all()
    near = squares > 1e-6
    assert (gradients.bounds[near] <= squares[near] * (1 + gradients.SLACK)).all()


def test_distances_are_those_of_the_gradients(gradients):
    g = formed()[gradients.rows]
    for position in (4, 9, 0):
        gradients.add(position)
    expected = ((g[:, None] - g[[9, 0]]) ** 2).sum(axis=2)
    np.testing.assert_allclose(gradients.squares(np.arange(30), 1), expected, rtol=1e-5, atol=1e-6)


def test_positions_do_not_depend_on_where_rows_stand():
    order = np.random.default_rng(3).permutation(30)
    plain = HallucinatedGradients(PoolView(30, probabilities=P, embeddings=X), 1, "badge", np.random.default_rng(1))
    moved = PoolView(30, probabilities=P[order], embeddings=X[order])
    other = HallucinatedGradients(moved, 1, "badge", np.random.default_rng(1))
    np.testing.assert_array_equal(plain.rows, order[other.rows])
