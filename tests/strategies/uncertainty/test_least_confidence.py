"""Least confidence: 1 - max P."""

import numpy as np

import asknext


def test_worked_numbers(score, three_classes, four_classes):
    np.testing.assert_allclose(score("least_confidence", three_classes), [0.15, 0.50])
    np.testing.assert_allclose(score("least_confidence", four_classes), [0.60, 0.50, 0.55])


def test_the_least_confident_comes_first(four_classes):
    batch = asknext.select("least_confidence", 3, probabilities=four_classes)
    assert batch.indices.tolist() == [0, 2, 1]
    assert batch.reasons[0] == "The model is unsure: its best guess has only 0.40."


def test_a_sure_item_is_not_called_unsure():
    batch = asknext.select("least_confidence", 1, probabilities=[[0.9, 0.1]])
    assert batch.reasons == ("The model's best guess has 0.90; nothing less sure is left.",)
