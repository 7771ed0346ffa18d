"""What functions cover, where they clash, and which copy each other."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.quality.weak import analyse, covered_items, pairwise_dependence

MATRIX = np.array([[0, 0, -1], [0, 1, -1], [-1, -1, -1], [-1, 1, 1], [0, -1, -1]])


def test_worked_by_hand():
    found = analyse(MATRIX, 2, truth=[0, 1, 1, -1, 0])
    np.testing.assert_allclose(found.coverage, [0.6, 0.6, 0.2])
    np.testing.assert_allclose(found.overlap, [0.4, 0.6, 0.2])
    np.testing.assert_allclose(found.conflict, [0.2, 0.2, 0.0])
    assert found.polarity.tolist() == [[True, False], [True, True], [False, True]]
    assert found.given.tolist() == [[3, 0], [1, 2], [0, 1]]
    np.testing.assert_allclose(found.accuracy.value, [2 / 3, 1, np.nan])
    assert found.accuracy.tries.tolist() == [3, 2, 0]
    covered, conflict = covered_items(MATRIX, 2)
    assert covered.tolist() == [True, True, False, True, True]
    assert conflict.tolist() == [False, True, False, False, False]


def test_against_loops():
    rng = np.random.default_rng(0)
    matrix = rng.integers(-1, 3, (50, 6))
    found = analyse(matrix, 3)
    for at in range(6):
        others = np.delete(matrix, at, axis=1)
        both = (matrix[:, [at]] >= 0) & (others >= 0)
        assert found.overlap[at] == pytest.approx(both.any(axis=1).mean())
        assert found.conflict[at] == pytest.approx((both & (others != matrix[:, [at]])).any(axis=1).mean())
    assert np.isnan(found.accuracy.value).all()
    with pytest.raises(InputError, match="each of 50"):
        analyse(matrix, 3, truth=[0])
    with pytest.raises(InputError, match="below 2"):
        analyse(matrix, 2)


def test_a_function_that_copies_another_stands_out():
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 2, 2000)
    free = np.where(rng.random((2000, 4)) < 0.7, truth[:, None], 1 - truth[:, None])
    free[rng.random((2000, 4)) < 0.5] = -1
    copy = np.where(rng.random(2000) < 0.9, free[:, 0], -1)
    found = pairwise_dependence(np.column_stack([free, copy]), np.eye(2)[truth])
    assert found.z[0, 4] > 15
    others = [found.z[a, b] for a in range(5) for b in range(a) if (b, a) != (0, 4)]
    assert np.abs(others).max() < 4
    assert found.together[0, 4] == found.agreeing[0, 4] == ((free[:, 0] >= 0) & (copy >= 0)).sum()
    np.testing.assert_allclose(found.expected[0, 1], found.agreeing[0, 1], rtol=0.15)
    assert np.isnan(np.diagonal(found.z)).all()
