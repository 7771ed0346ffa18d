"""Intervals: worked numbers, and they cover."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from asknext.measures import t_interval, wilson
from asknext.measures.intervals import bootstrap_rows, percentile_interval


@given(st.integers(1, 500), st.data())
def test_wilson_agrees_with_scipy(n, data):
    successes = data.draw(st.integers(0, n))
    found = binomtest(successes, n).proportion_ci(method="wilson")
    assert wilson(successes, n) == pytest.approx((found.low, found.high), abs=1e-9)


def test_wilson_of_nothing_knows_nothing():
    assert wilson(0, 0) == (0.0, 1.0)


def test_t_worked_number():
    """Mean 3, standard deviation 1.5811, t(.975, 4) = 2.7764: half width 1.9633."""
    mean, low, high = t_interval([1, 2, 3, 4, 5])
    assert (mean, low, high) == pytest.approx((3, 3 - 1.9633, 3 + 1.9633), abs=1e-4)


def test_one_value_has_no_interval():
    mean, low, high = t_interval([[0.5, 0.6]])
    assert mean.tolist() == [0.5, 0.6]
    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_percentiles_keep_infinities_and_drop_what_is_undefined():
    assert percentile_interval([1.0, np.inf, np.nan]) == (1.0, np.inf)
    assert percentile_interval(np.arange(101)) == (2.0, 98.0)
    assert np.isnan(percentile_interval([np.nan])).all()


def test_the_same_seed_draws_the_same_rows():
    np.testing.assert_array_equal(bootstrap_rows(5, 3, 1), bootstrap_rows(5, 3, 1))
    assert bootstrap_rows(5, 100, 1).max() == 4
