"""Area under a curve, and where it reaches a score."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asknext.errors import InputError
from asknext.measures import area, labels_to_reach, labels_to_share
from asknext.measures.curve import monotone

scores = st.lists(st.floats(0, 1), min_size=1, max_size=20)


def test_area_counts_labels_not_rounds():
    assert area([0, 10, 100], [0.0, 1.0, 1.0]) == pytest.approx((5 + 90) / 100)
    assert area([5], [0.3]) == 0.3


@given(scores, st.data())
def test_area_lies_between_the_lowest_and_the_highest_score(values, data):
    steps = data.draw(st.lists(st.integers(1, 50), min_size=len(values), max_size=len(values)))
    found = area(np.cumsum(steps), values)
    assert min(values) - 1e-12 <= found <= max(values) + 1e-12


def test_labels_to_reach_interpolates():
    assert labels_to_reach([10, 20, 30], [0.5, 0.7, 0.9], 0.8) == pytest.approx(25)
    assert labels_to_reach([10, 20, 30], [0.5, 0.7, 0.9], 0.4) == 10
    assert labels_to_reach([10, 20, 30], [0.5, 0.7, 0.9], 0.95) == np.inf


def test_labels_to_a_share_of_the_full_data_score():
    # 90 % of .9 is .81; a loss of .2 on all data may be .25 at 80 %.
    assert labels_to_share([10, 20, 30], [0.5, 0.7, 0.9], 0.9, 0.9) == pytest.approx(25.5)
    assert labels_to_share([10, 20, 30], [0.4, 0.3, 0.2], 0.2, 0.8, greater_is_better=False) == pytest.approx(25)
    assert labels_to_share([10, 20, 30], [0.5, 0.7, 0.9], 1.0, 1.0) == np.inf
    with pytest.raises(InputError, match="at most 1; found 95"):
        labels_to_share([10], [0.5], 0.9, 95)


def test_one_lucky_round_is_not_arrival():
    assert labels_to_reach([10, 20, 30, 40], [0.5, 0.9, 0.6, 0.8], 0.85) == np.inf


@given(scores)
def test_monotone_rises_and_keeps_the_mean(values):
    rising = monotone(np.array(values))
    assert (np.diff(rising) >= -1e-12).all()
    assert rising.mean() == pytest.approx(np.mean(values))
    np.testing.assert_allclose(monotone(rising), rising)


@pytest.mark.parametrize(("x", "y"), [([1, 2], [0.5]), ([], []), ([2, 1], [0.1, 0.2]), ([1, 1], [0.1, 0.2])])
def test_curves_that_are_none(x, y):
    with pytest.raises(InputError, match="curve"):
        area(x, y)
