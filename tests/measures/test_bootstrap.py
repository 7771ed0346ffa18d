"""Seeds drawn again."""

import numpy as np
import pytest
from scipy.stats import bootstrap

from asknext.errors import InputError
from asknext.measures import bootstrap_over_seeds


def test_it_agrees_with_scipy():
    values = np.random.default_rng(0).normal(size=40)
    estimate, low, high = bootstrap_over_seeds(np.mean, values, replicates=4_000)
    theirs = bootstrap((values,), np.mean, method="percentile", n_resamples=4_000, rng=1).confidence_interval
    assert estimate == values.mean()
    assert (low, high) == pytest.approx((theirs.low, theirs.high), abs=0.02)


def test_pairs_stay_together():
    first = np.random.default_rng(0).normal(size=(10, 3))
    assert bootstrap_over_seeds(lambda a, b: float((a - b).mean()), first, first - 1) == pytest.approx((1, 1, 1))


def test_infinities_count_and_two_seeds_are_too_few():
    assert bootstrap_over_seeds(lambda a: float(a.max()), [1, 2, np.inf])[2] == np.inf
    assert np.isnan(bootstrap_over_seeds(np.mean, [1, 2])[1:]).all()
    with pytest.raises(InputError, match=r"\[2, 3\]"):
        bootstrap_over_seeds(np.mean, [1, 2], [1, 2, 3])
