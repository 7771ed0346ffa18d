"""Ranks within data sets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asknext.errors import InputError
from asknext.measures import average_ranks, ranks_by_row


def test_the_best_has_rank_one_and_ties_share():
    np.testing.assert_array_equal(ranks_by_row([[0.5, 0.9, 0.5], [0.1, 0.2, 0.3]]), [[2.5, 1, 2.5], [3, 2, 1]])
    np.testing.assert_array_equal(ranks_by_row([[0.5, 0.9, 0.5]], greater_is_better=False), [[1.5, 3, 1.5]])


def test_the_order_of_summation_is_no_difference():
    np.testing.assert_array_equal(ranks_by_row([[0.1 + 0.2, 0.3]]), [[1.5, 1.5]])


@given(st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4), min_size=1, max_size=8))
def test_average_ranks_keep_their_sum(rows):
    assert average_ranks(rows).sum() == pytest.approx(4 * 5 / 2)


def test_a_missing_value_has_no_rank():
    with pytest.raises(InputError, match="no value of strategy 1 on data set 0"):
        average_ranks([[0.5, np.nan], [0.5, 0.4]])
    with pytest.raises(InputError, match=r"shape \(3,\)"):
        average_ranks([0.1, 0.2, 0.3])
