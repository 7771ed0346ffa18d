"""Probabilities beside frequencies."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from asknext.errors import InputError
from asknext.measures import reliability, score


def test_by_hand():
    # Confidences .9 .9 .6 .6: right, right, right, wrong. Bin of .9: 1 against .9; bin of .6: .5 against .6.
    table = np.array([[0.9, 0.1], [0.9, 0.1], [0.6, 0.4], [0.4, 0.6]])
    truth = np.array([0, 0, 0, 0])
    assert score("calibration_error", truth, table) == pytest.approx((2 * 0.1 + 2 * 0.1) / 4)
    # Class 0 is claimed .9 .9 .6 .4 and always so: errors .1 .1 .4 .6; class 1 the same from below.
    assert score("class_calibration_error", truth, table) == pytest.approx((0.1 + 0.1 + 0.4 + 0.6) / 4)


def test_several_labels_an_item():
    # Decisions: .8 right, .7 (for no) right, .8 wrong, .7 wrong.
    table, truth = np.array([[0.8, 0.3], [0.2, 0.7]]), np.array([[1, 0], [1, 0]])
    assert score("calibration_error", truth, table) == pytest.approx((2 * abs(0.5 - 0.8) + 2 * abs(0.5 - 0.7)) / 4)


@given(seed=st.integers(0, 10**6), n=st.integers(20, 300))
@settings(max_examples=30, deadline=None)
def test_bins_are_those_of_scikit_learn(seed, n):
    rng = np.random.default_rng(seed)
    claimed = rng.random(n)
    came_true = (rng.random(n) < claimed).astype(int)
    for equal, theirs in (("width", "uniform"), ("count", "quantile")):
        found = reliability(came_true, claimed, bins=10, equal=equal)
        share, mean = calibration_curve(came_true, claimed, n_bins=10, strategy=theirs)
        np.testing.assert_allclose(found.found, share)
        np.testing.assert_allclose(found.claimed, mean)
        assert found.count.sum() == n
        assert found.error == pytest.approx((np.abs(share - mean) * found.count).sum() / n)


def test_frequencies_that_are_the_probabilities_have_no_error():
    claimed = np.repeat([0.25, 0.75], 4)
    assert reliability([1, 0, 0, 0, 1, 1, 1, 0], claimed).error == pytest.approx(0)


def test_what_cannot_be_binned():
    with pytest.raises(InputError, match=r"\(2,\) and \(1,\)"):
        reliability([0, 1], [0.5])
    with pytest.raises(InputError, match="'width' or 'count'"):
        reliability([1], [0.5], equal="wdth")
