"""Two strategies on one data set, seed by seed."""

import numpy as np
import pytest
from scipy.stats import ttest_rel

from asknext.errors import InputError
from asknext.measures import paired_difference


def test_it_is_the_paired_t_test():
    rng = np.random.default_rng(0)
    first, second = rng.normal(0.1, 1, 12), rng.normal(0, 1, 12)
    found, theirs = paired_difference(first, second), ttest_rel(first, second)
    assert found.p == pytest.approx(theirs.pvalue)
    assert (found.low, found.high) == pytest.approx(tuple(theirs.confidence_interval(0.95)))
    assert found.mean == pytest.approx((first - second).mean())


def test_splits_that_share_items_widen_the_interval():
    # Differences 1, 2, 3: s = 1, n = 3; standard error sqrt(1/3) alone, sqrt(1/3 + 1/4) with a fifth held out.
    plain, wide = (paired_difference([1, 2, 3], [0, 0, 0], test_to_train=ratio) for ratio in (0, 0.25))
    assert (wide.high - wide.mean) / (plain.high - plain.mean) == pytest.approx(np.sqrt((1 / 3 + 1 / 4) / (1 / 3)))
    assert wide.p > plain.p


def test_missing_values_are_left_out_and_counted():
    found = paired_difference([1, np.nan, 3, 4], [0, 1, np.nan, 1])
    assert (found.mean, found.n, found.left_out) == (2, 2, 2)


def test_always_the_same_difference():
    assert paired_difference([1, 1], [0, 0]).p == 0
    assert paired_difference([1, 1], [1, 1]).p == 1


def test_one_pair_has_no_interval():
    found = paired_difference([1], [0])
    assert found.mean == 1
    assert np.isnan([found.low, found.high, found.p, found.deviation]).all()


def test_what_cannot_be_paired():
    with pytest.raises(InputError, match="as many values"):
        paired_difference([1, 2], [1])
    with pytest.raises(InputError, match="no seed at which both"):
        paired_difference([np.nan], [1])
    with pytest.raises(InputError, match="ratio of sizes"):
        paired_difference([1, 2], [1, 2], test_to_train=-1)
