"""Nearest neighbours a block at a time."""

import numpy as np
import pytest

from asknext import PoolView
from asknext.strategies.geometry import nearest_neighbours as module
from asknext.strategies.geometry.nearest_neighbours import nearest_neighbours
from asknext.strategies.inputs import EmbeddingBlocks


def brute_force(x, k):
    squares = ((x[:, None] - x[None]) ** 2).sum(axis=2)
    np.fill_diagonal(squares, np.inf)
    return np.sort(squares, axis=1)[:, :k]


def found(x, k, rows=None):
    points = EmbeddingBlocks(PoolView(len(x), embeddings=x), "test").centred()
    return nearest_neighbours(points, np.arange(len(x)) if rows is None else rows, k, np.random.default_rng(0))


@pytest.mark.parametrize("k", [1, 7, 500])
def test_every_pair_is_looked_at(k):
    x = np.random.default_rng(0).normal(size=(300, 5))
    near = found(x, k)
    np.testing.assert_allclose(near.squares, brute_force(x, min(k, 299)), rtol=1e-6, atol=1e-9)
    away = ((x[:, None] - x[near.positions]) ** 2).sum(axis=2)
    np.testing.assert_allclose(away, near.squares, rtol=1e-6, atol=1e-9)
    assert (near.positions != np.arange(300)[:, None]).all()


def test_positions_are_places_in_the_rows_given():
    x, rows = np.arange(10.0)[:, None] ** 2, np.array([9, 2, 3, 8])
    near = found(x, 1, rows)
    assert rows[near.positions[:, 0]].tolist() == [8, 3, 2, 9]


def test_one_row_has_no_neighbours():
    assert found(np.ones((1, 2)), 5).positions.shape == (1, 0)


def test_cells_find_nearly_all_neighbours(monkeypatch):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(30, 8))[rng.integers(30, size=3000)] * 3 + rng.normal(size=(3000, 8))
    monkeypatch.setattr(module, "_EXACT", 100)
    monkeypatch.setattr(module, "_CELL", 100)
    near, exact = found(x, 10), brute_force(x, 10)
    assert np.mean(np.isclose(near.squares, exact, rtol=1e-5)) > 0.9
    assert (near.squares >= exact * (1 - 1e-5)).all()
    assert all(len(set(row)) == 10 for row in near.positions.tolist())
