"""Curves on one axis."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.measures import common_labels


def test_equal_labels_stay_as_they_are():
    labels, table = common_labels([([5, 10], [0.1, 0.2]), ([5, 10], [0.3, np.nan])])
    np.testing.assert_array_equal(labels, [5, 10])
    np.testing.assert_array_equal(table, [[0.1, 0.2], [0.3, np.nan]])


def test_by_hand():
    # 4..20 and 6..14 have 6..14 in common; the first is 4 -> 0, 10 -> .6, 20 -> 1.
    labels, table = common_labels([([4, 10, 20], [0, 0.6, 1]), ([6, 12, 14], [0.2, 0.8, 0.8])])
    np.testing.assert_array_equal(labels, [6, 10, 12, 14])
    np.testing.assert_allclose(table, [[0.2, 0.6, 0.68, 0.76], [0.2, 0.6, 0.8, 0.8]])


def test_nothing_in_common():
    with pytest.raises(InputError, match="one begins at 30, another ends at 20"):
        common_labels([([10, 20], [0, 1]), ([30, 40], [0, 1])])
    with pytest.raises(InputError, match="no curve"):
        common_labels([])
