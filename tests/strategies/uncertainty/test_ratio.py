"""Ratio of confidence: p2 / p1."""

import numpy as np


def test_worked_numbers(score, three_classes):
    np.testing.assert_allclose(1 / score("ratio", three_classes), [8.5, 1.428571], rtol=1e-6)


def test_one_class_is_certain(score):
    np.testing.assert_allclose(score("ratio", np.ones((3, 1))), 0.0)
