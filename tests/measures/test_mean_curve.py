"""The mean over seeds."""

import numpy as np
import pytest
from scipy.stats import t

from asknext.measures import mean_curve


def test_by_hand():
    found = mean_curve([([10, 20], [0.5, 0.7]), ([10, 20], [0.7, 0.7]), ([10, 20], [0.6, np.nan])])
    np.testing.assert_allclose(found.mean, [0.6, 0.7])
    np.testing.assert_array_equal(found.seeds, [3, 2])
    half = t.ppf(0.975, 2) * 0.1 / np.sqrt(3)
    assert (found.low[0], found.high[0]) == pytest.approx((0.6 - half, 0.6 + half))
    assert (found.low[1], found.high[1]) == pytest.approx((0.7, 0.7))


def test_one_seed_has_no_interval():
    found = mean_curve([([10, 20], [0.5, np.nan])])
    np.testing.assert_array_equal(found.mean, [0.5, np.nan])
    assert np.isnan(found.low).all()
    np.testing.assert_array_equal(found.seeds, [1, 0])


def test_intervals_hold_as_often_as_they_say():
    rng = np.random.default_rng(0)
    hits = [
        found.low[0] <= 0.5 <= found.high[0]
        for found in (mean_curve([([1], [value]) for value in rng.normal(0.5, 0.1, 5)]) for _ in range(300))
    ]
    assert 0.92 <= np.mean(hits) <= 0.98
