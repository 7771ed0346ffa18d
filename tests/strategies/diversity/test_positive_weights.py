"""Scores as weights."""

import numpy as np

from asknext.strategies.diversity.positive_weights import positive_weights


def test_proportions_stay():
    np.testing.assert_allclose(positive_weights(np.array([1.0, 2.0, 4.0])), [0.25, 0.5, 1.0])


def test_zero_and_negative_scores():
    np.testing.assert_allclose(positive_weights(np.array([0.0, 2.0])), [1e-9, 1.0])
    np.testing.assert_allclose(positive_weights(np.array([-1.0, 0.0, 1.0])), [1e-9, 0.5, 1.0])


def test_equal_scores_weigh_the_same():
    np.testing.assert_array_equal(positive_weights(np.zeros(3)), 1.0)
    np.testing.assert_array_equal(positive_weights(np.full(3, -2.0)), 1.0)
