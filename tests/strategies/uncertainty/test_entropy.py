"""Entropy of the class probabilities."""

import math

import numpy as np
import pytest

import asknext
from asknext.errors import UnknownName


def test_worked_numbers_in_base_two(score, three_classes):
    found = score({"name": "entropy", "base": 2}, three_classes)
    np.testing.assert_allclose(found, [0.7475846798, 1.4406454496], atol=1e-9)


def test_worked_numbers_normalised(score, four_classes):
    found = score({"name": "entropy", "normalised": True}, four_classes)
    np.testing.assert_allclose(found, [0.923, 0.617, 0.929], atol=5e-4)


def test_natural_unless_told_otherwise(score):
    np.testing.assert_allclose(score("entropy", np.full((1, 5), 0.2)), math.log(5))


def test_zero_times_log_zero_is_zero(score):
    np.testing.assert_array_equal(score("entropy", np.array([[1.0, 0.0], [0.0, 1.0]])), 0.0)


def test_one_class_has_no_entropy_even_normalised(score):
    np.testing.assert_array_equal(score({"name": "entropy", "normalised": True}, np.ones((2, 1))), 0.0)


def test_three_rules_have_three_winners(four_classes):
    rules = ("least_confidence", "margin", {"name": "entropy", "normalised": True})
    winners = [asknext.select(rule, 1, probabilities=four_classes).indices[0] for rule in rules]
    assert winners == [0, 1, 2]


def test_a_base_that_does_not_exist():
    with pytest.raises(UnknownName, match=r"There is no value 3 in Parameter 'base' of strategy 'entropy'"):
        asknext.select("entropy", 1, probabilities=[[0.5, 0.5]], base=3)


def test_scores_do_not_depend_on_the_block_an_item_is_in(score):
    p = np.random.default_rng(1).dirichlet(np.ones(11), 50_000)
    whole = score("entropy", p)
    np.testing.assert_array_equal(whole[-1:], score("entropy", p[-1:]))
    np.testing.assert_array_equal(whole[40_000:], score("entropy", p[40_000:]))
