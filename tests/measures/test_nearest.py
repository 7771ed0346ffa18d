"""The nearest of given points."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.measures.nearest import blocks, nearest_of


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_agrees_with_all_distances(dtype):
    rng = np.random.default_rng(0)
    items, targets = rng.normal(size=(300, 7)).astype(dtype), rng.normal(size=(2_500, 7)).astype(dtype)
    place, distance = nearest_of(items, targets)
    every = np.sqrt(((items[:, None].astype(float) - targets[None]) ** 2).sum(axis=2))
    np.testing.assert_array_equal(place, every.argmin(axis=1))
    np.testing.assert_allclose(distance, every.min(axis=1), rtol=1e-5 if dtype == np.float32 else 1e-12)


def test_far_from_the_origin_nothing_is_lost():
    targets = np.array([[1e4, 1e4], [1e4 + 1, 1e4]], dtype=np.float32)
    place, distance = nearest_of(np.array([[1e4 + 0.75, 1e4], [1e4, 1e4]], dtype=np.float32), targets)
    np.testing.assert_array_equal(place, [1, 0])
    np.testing.assert_array_equal(distance, [0.25, 0])


def test_blocks_cover_all_rows_once():
    found = [at for each in blocks(100_000, 5_000) for at in range(each.start, each.stop)]
    assert found == list(range(100_000))


def test_shapes_have_to_fit():
    with pytest.raises(InputError, match=r"\(3, 2\) and \(4, 5\)"):
        nearest_of(np.ones((3, 2)), np.ones((4, 5)))
    with pytest.raises(InputError, match="at least one target"):
        nearest_of(np.ones((3, 2)), np.ones((0, 2)))
