"""The highest scores, ties by the seed."""

import numpy as np
import pytest

from asknext.strategies.top import quantised, top


def test_highest_first():
    assert top(np.array([0.1, 0.9, 0.5]), 2, np.random.default_rng(0)).tolist() == [1, 2]


def test_smaller_batches_are_the_beginning_of_larger_ones():
    scores = np.round(np.random.default_rng(0).random(200), 1)
    whole = top(scores, 200, np.random.default_rng(3))
    for n in (1, 7, 50, 199):
        assert top(scores, n, np.random.default_rng(3)).tolist() == whole[:n].tolist()


def test_ties_are_broken_by_the_seed_and_not_by_order():
    firsts = [top(np.zeros(10), 1, np.random.default_rng(seed))[0] for seed in range(300)]
    assert set(firsts) == set(range(10))
    assert np.bincount(firsts).max() < 60


@pytest.mark.parametrize("scale", [1e-30, 1.0, -1.0, 1e20])
def test_rounding_errors_do_not_break_ties(scale):
    scores = scale * np.array([0.1 + 0.2, 0.3, 0.3 * (1 + 2**-52), 0.7 - 0.4])
    firsts = {int(top(scores, 1, np.random.default_rng(seed))[0]) for seed in range(100)}
    assert firsts == {0, 1, 2, 3}


def test_quantising_keeps_twelve_digits():
    values = np.random.default_rng(0).normal(size=1000) * 10.0 ** np.arange(-500, 500).clip(-250, 250)
    np.testing.assert_allclose(quantised(values), values, rtol=1e-12)
    assert quantised(0.0) == 0.0
