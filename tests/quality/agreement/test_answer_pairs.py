"""Answers two and two, and the sums over items that intervals are made of."""

from itertools import combinations

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.quality.agreement.answer_pairs import AnswerPairs, paired
from asknext.quality.agreement.item_sums import bootstrap_of_sums, mean_of_known, ratio_of_sums

# Item 0: a and b agree by 1, a and c by .5, b and c by 0. Item 1: a and b by .4.
PAIRS = AnswerPairs(
    np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1]), np.array([1, 2, 2, 0]), np.array([1.0, 0.5, 0.0, 0.4]), 3, 4
)


def test_items_people_and_every_two_of_them():
    np.testing.assert_allclose(PAIRS.per_item(), [0.5, 0.4, np.nan])
    own, rest = PAIRS.of_people()
    np.testing.assert_allclose(own[0], [0.75, 0.5, 0.25, np.nan])
    np.testing.assert_allclose(rest[0], [0.0, 0.5, 1.0, np.nan])
    np.testing.assert_allclose(own[1], [0.4, 0.4, np.nan, np.nan])
    assert np.isnan(rest[1:]).all()
    between = PAIRS.between()
    assert between[0, 1] == between[1, 0] == pytest.approx(0.7)
    assert (between[0, 2], between[1, 2]) == (0.5, 0.0)
    assert np.isnan(between[3]).all()


def test_nobody_stands_beside_themselves():
    with pytest.raises(InputError):
        AnswerPairs(np.array([0]), np.array([1]), np.array([1]), np.array([1.0]), 1, 2)


@pytest.mark.parametrize("seed", range(3))
def test_every_two_answers_on_an_item_are_a_pair_once(seed):
    items = np.random.default_rng(seed).integers(0, 6, 20)
    expected = {pair for pair in combinations(range(20), 2) if items[pair[0]] == items[pair[1]]}
    first, second = paired(items)
    found = [tuple(sorted(pair)) for pair in zip(first.tolist(), second.tolist(), strict=True)]
    assert len(found) == len(expected)
    assert set(found) == expected
    assert len(paired(np.zeros(0, dtype=int))[0]) == 0


def test_a_ratio_of_sums_has_the_interval_of_items_drawn_again():
    rng = np.random.default_rng(1)
    bottoms = rng.integers(1, 9, (300, 1)).astype(float)
    tops = rng.binomial(bottoms.astype(int), 0.6).astype(float)
    [found] = ratio_of_sums(tops, bottoms, seed=3)
    assert found.value == tops.sum() / bottoms.sum()
    slow = []
    for _ in range(2000):
        drawn = rng.integers(0, 300, 300)
        slow.append(tops[drawn].sum() / bottoms[drawn].sum())
    assert [found.low, found.high] == pytest.approx(np.quantile(slow, [0.025, 0.975]), abs=0.002)
    assert ratio_of_sums(tops, bottoms, seed=3)[0] == found


def test_what_is_not_known_is_left_out_and_nothing_has_no_interval():
    one, none = mean_of_known(np.array([[1.0, np.nan], [np.nan, np.nan], [0.0, np.nan]]))
    assert one.value == 0.5
    assert np.isnan([none.value, none.low, none.high]).all()
    [empty] = bootstrap_of_sums(np.zeros((0, 1)), lambda sums: sums)
    assert np.isnan(empty.low)
