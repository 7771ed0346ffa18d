import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asknext.errors import InputError
from asknext.quality.steering import steered


def test_of_a_thousand_asked_eight_hundred_are_of_the_rare_class():
    predicted = (np.arange(20_000) % 10 == 0).astype(int)  # one in ten is predicted rare
    order = steered(predicted, [0.2, 0.8])
    assert (predicted[order[:1000]] == 1).sum() == 800
    assert (predicted[order[:10]] == 1).sum() == 8
    assert (np.diff(order[predicted[order] == 1]) > 0).all()


def test_a_class_that_has_run_out_leaves_its_turns_to_the_others():
    predicted = np.array([0] * 50 + [1] * 3)
    order = steered(predicted, [0.2, 0.8])
    assert sorted(order) == list(range(53))
    assert (predicted[order[:4]] == 1).sum() == 3


def test_strength_goes_from_the_strategy_to_the_target():
    predicted = (np.arange(10_000) % 10 == 0).astype(int)
    assert steered(predicted, [0.2, 0.8], 0).tolist() == list(range(10_000))
    assert (predicted[steered(predicted, [0.2, 0.8], 0.5)[:1000]] == 1).sum() == 450


def test_classes_without_a_target_keep_their_proportions():
    predicted = np.resize([0, 0, 0, 1, 2], 5000)
    order = steered(predicted, [np.nan, np.nan, 0.6])
    assert np.bincount(predicted[order[:1000]]).tolist() == [300, 100, 600]


@given(st.lists(st.integers(0, 3), max_size=200), st.floats(0, 1), st.lists(st.floats(0, 0.25), min_size=4, max_size=4))
def test_nothing_is_lost_and_the_order_within_a_class_stays(predicted, strength, target):
    order = steered(np.array(predicted, dtype=int), target, strength)
    assert sorted(order) == list(range(len(predicted)))
    for code in set(predicted):
        assert (np.diff(order[np.array(predicted)[order] == code]) > 0).all()


@pytest.mark.parametrize(("target", "strength"), [([0.6, 0.6], 1), ([-0.1, 0.5], 1), ([0.5, 0.5], 2), ([1.0], 1)])
def test_what_cannot_be_is_refused(target, strength):
    with pytest.raises(InputError):
        steered([0, 1], target, strength)
