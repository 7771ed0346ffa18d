"""Reductions over short rows are what numpy says."""

import numpy as np
import pytest

from asknext.quality.short_rows import row_max, row_sum, row_top


@pytest.mark.parametrize("shape", [(50, 4), (3, 1), (0, 3)])
def test_they_are_what_numpy_says(shape):
    table = np.random.default_rng(0).integers(-2, 3, shape).astype(float)
    np.testing.assert_array_equal(row_max(table), table.max(axis=1))
    np.testing.assert_array_equal(row_sum(table), table.sum(axis=1))
    first, number = row_top(table)
    np.testing.assert_array_equal(first, table.argmax(axis=1))
    np.testing.assert_array_equal(number, (table == table.max(axis=1, keepdims=True)).sum(axis=1))


def test_nearly_as_large_is_as_large():
    first, number = row_top(np.array([[1.0 - 1e-12, 1.0, 0.5]]), near=1e-9)
    assert (first.tolist(), number.tolist()) == ([0], [2])


def test_a_table_without_columns():
    assert row_max(np.zeros((2, 0))).tolist() == [-np.inf, -np.inf]
    assert row_top(np.zeros((2, 0)))[1].tolist() == [0, 0]
