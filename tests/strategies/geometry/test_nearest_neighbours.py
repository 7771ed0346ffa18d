"""Nearest neighbours a block at a time."""

import numpy as np
import pytest

import asknext
from asknext import PoolView
from asknext.pool.resources import Resources
from asknext.strategies.geometry import nearest_neighbours as module
from asknext.strategies.geometry.gaussian_kernel import kernel
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


def test_cells_find_the_same_neighbours_whatever_the_order_and_the_threads(monkeypatch):
    rng = np.random.default_rng(0)
    x, order = rng.normal(size=(1500, 6)), rng.permutation(1500)
    monkeypatch.setattr(module, "_EXACT", 100)
    monkeypatch.setattr(module, "_CELL", 50)
    plain = found(x, 5)
    for threads in (1, 3):
        view = PoolView(1500, embeddings=x[order], resources=Resources(threads=threads))
        points = EmbeddingBlocks(view, "test")
        other = nearest_neighbours(points, np.arange(1500), 5, np.random.default_rng(0))
        np.testing.assert_allclose(other.squares, plain.squares[order], rtol=1e-4)


def test_equal_rows_are_at_no_distance(monkeypatch):
    monkeypatch.setattr(module, "_EXACT", 100)
    monkeypatch.setattr(module, "_CELL", 50)
    near = found(np.repeat(np.random.default_rng(0).normal(size=(40, 4)), 20, axis=0) + 100.0, 7)
    np.testing.assert_array_equal(near.squares, 0.0)


def test_little_is_lost_by_the_cells(monkeypatch):
    """Facility location, graph density and TypiClust stand on the graph: what they are after hardly falls."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(20, 8))[rng.integers(20, size=2000)] * 2 + rng.normal(size=(2000, 8))
    similar = kernel(x, x, float(np.sqrt(x.var(axis=0).sum())))

    def covered():
        chosen = asknext.select("facility_location", 20, embeddings=x).indices
        return similar[:, chosen].max(axis=1).sum()

    exact = covered()
    monkeypatch.setattr(module, "_EXACT", 100)
    monkeypatch.setattr(module, "_CELL", 50)
    assert covered() >= 0.95 * exact
