"""Margin: 1 - (p1 - p2)."""

import numpy as np

import asknext


def test_worked_numbers(score, three_classes, four_classes):
    np.testing.assert_allclose(1 - score("margin", three_classes), [0.75, 0.15])
    np.testing.assert_allclose(score("margin", four_classes), [0.90, 0.95, 0.75])


def test_the_closest_comes_first(four_classes):
    batch = asknext.select("margin", 3, probabilities=four_classes)
    assert batch.indices.tolist() == [1, 0, 2]
    assert batch.reasons[0] == "The model is torn: 0.50 against 0.45."
    assert batch.reasons[2] == "The model leans one way, 0.45 against 0.20; nothing closer is left."


def test_two_equal_top_classes_have_no_margin(score):
    np.testing.assert_allclose(score("margin", np.array([[0.5, 0.5, 0.0], [0.2, 0.4, 0.4]])), [1.0, 1.0])


def test_one_class_is_certain(score):
    np.testing.assert_allclose(score("margin", np.ones((3, 1))), 0.0)


def test_the_order_of_the_classes_makes_no_difference(score):
    p = np.random.default_rng(0).dirichlet(np.ones(7), 50)
    np.testing.assert_array_equal(score("margin", p), score("margin", p[:, ::-1]))
