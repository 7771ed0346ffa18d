"""The Gaussian kernel and its width."""

import numpy as np
import pytest

from asknext import PoolView
from asknext.strategies.geometry import gaussian_kernel
from asknext.strategies.geometry.gaussian_kernel import (
    kernel,
    kernel_bounds,
    kernel_sums,
    pool_width,
    squared_distances,
)
from asknext.strategies.inputs import EmbeddingBlocks


def width(x, given=None, **more):
    return pool_width(EmbeddingBlocks(PoolView(len(x), embeddings=x, **more), "test").centred(), given)


def test_worked_numbers():
    x = np.array([[0.0, 0.0], [3.0, 4.0]])
    np.testing.assert_allclose(kernel(x, x, 5.0), [[1, np.exp(-0.5)], [np.exp(-0.5), 1]])


def test_equal_rows_are_at_no_distance_however_far_from_the_origin():
    x = np.random.default_rng(0).normal(size=(5, 3)) + 1e6
    np.testing.assert_array_equal(np.diag(squared_distances(x, x)), 0.0)


def test_the_width_is_the_spread_of_the_unlabelled():
    x = np.array([[0.0], [2.0], [100.0]])
    assert width(x, labelled=np.array([2])) == pytest.approx(1.0)
    assert width(x, given=0.25) == 0.25


def test_a_pool_of_one_place_has_width_one():
    assert width(np.full((4, 2), 7.0)) == 1.0


@pytest.mark.parametrize("far", [0.0, 30.0])
def test_bounds_are_no_less_and_hardly_more(far):
    x = (np.random.default_rng(0).normal(size=(80, 20)) + far).astype(np.float32)
    exact, bounds = kernel(x, x, 4.0), kernel_bounds(x, x, 4.0)
    assert (bounds >= exact - 1e-7).all()
    assert far or (bounds <= exact * (1 + 1e-4) + 1e-7).all()


def test_sums_over_many_are_right_to_single_precision(monkeypatch):
    x = np.random.default_rng(0).normal(size=(300, 5))
    points, expected = EmbeddingBlocks(PoolView(300, embeddings=x), "test"), kernel(x, x[:50], 2.0).sum(axis=1)
    np.testing.assert_allclose(kernel_sums(points, x[:50], 2.0), expected, rtol=1e-12)
    monkeypatch.setattr(gaussian_kernel, "_FEW", 0)
    np.testing.assert_allclose(kernel_sums(points, x[:50], 2.0), expected, rtol=1e-4)
