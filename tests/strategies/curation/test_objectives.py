"""The greedy pass over a product."""

import numpy as np

from asknext.strategies.curation.objectives import FixedObjective, greedy_product, logarithm


def test_the_largest_products_come_first():
    one, other = FixedObjective(np.array([1.0, 2.0, 3.0])), FixedObjective(np.array([9.0, 2.0, 1.0]))
    picks = greedy_product([one, other], [1.0, 1.0], 3, np.arange(3.0))
    assert picks.positions.tolist() == [0, 1, 2]
    np.testing.assert_allclose(picks.products, [9, 4, 3])
    np.testing.assert_array_equal(picks.values, [[1, 9], [2, 2], [3, 1]])


def test_a_negative_strength_turns_a_part_around():
    picks = greedy_product([FixedObjective(np.array([1.0, 2.0, 3.0]))], [-2.0], 3, np.arange(3.0))
    assert picks.positions.tolist() == [0, 1, 2]
    np.testing.assert_allclose(picks.products, [1, 1 / 4, 1 / 9])


def test_zeros_count_as_a_billionth_of_the_highest():
    np.testing.assert_allclose(np.exp(logarithm(np.array([0.0, 4.0]))), [4e-9, 4.0])
    np.testing.assert_array_equal(logarithm(np.zeros(2)), 0.0)


def test_equal_products_are_told_apart_by_keys():
    picks = greedy_product([FixedObjective(np.ones(4))], [1.0], 4, np.array([0.3, 0.9, 0.1, 0.5]))
    assert picks.positions.tolist() == [1, 3, 0, 2]


def test_the_pass_ends_where_a_sum_is_reached():
    picks = greedy_product([FixedObjective(np.array([5.0, 4.0, 3.0]), stop=9.0)], [1.0], 3, np.arange(3.0))
    assert picks.positions.tolist() == [0, 1]
