"""Epistemic uncertainty: what more labels could settle."""

import numpy as np
import pytest

import asknext
from asknext.strategies.uncertainty.epistemic import epistemic_uncertainty


def on_a_grid(p, n):
    t = np.linspace(0, 1, 200_001)
    likelihood = t**p * (1 - t) ** n
    likelihood /= likelihood.max()
    return min(np.minimum(likelihood, 2 * t - 1).max(), np.minimum(likelihood, 1 - 2 * t).max())


@pytest.mark.parametrize(("p", "n"), [(0, 0), (1, 0), (0, 3), (2, 2), (0.3, 0.05), (7, 1), (40, 38)])
def test_it_is_the_maximum_of_the_definition(p, n):
    found = epistemic_uncertainty(np.array([float(p)]), np.array([float(n)]))
    np.testing.assert_allclose(found, on_a_grid(p, n), atol=1e-4)


def test_worked_numbers():
    # One label of one class: pi_0 = max_t min(t, 1 - 2t) at t = 1/3, so 1/3.
    assert epistemic_uncertainty(np.array([1.0]), np.array([0.0]))[0] == pytest.approx(1 / 3)
    assert epistemic_uncertainty(np.array([0.0]), np.array([0.0]))[0] == pytest.approx(1)


def test_far_from_labels_it_is_high_and_amid_mixed_ones_low():
    x = np.concatenate([np.zeros((60, 1)), [[0.0]], [[5.0]], [[2.0]]])
    labels = ["a", "b"] * 30 + [None] * 3
    batch = asknext.select("epistemic", 3, embeddings=x, labels=labels, width=1.0)
    assert batch.indices.tolist() == [61, 62, 60]
    near = 30 * np.exp(-np.array([25.0, 4.0, 0.0]) / 2)
    np.testing.assert_allclose(batch.scores, [on_a_grid(count, count) for count in near], atol=1e-4)


def test_of_several_classes_the_most_frequent_stands_against_the_others():
    x = np.zeros((7, 1))
    batch = asknext.select("epistemic", 1, embeddings=x, labels=["a", "c", "b", "b", "b", "a", None], width=1.0)
    assert batch.scores[0] == pytest.approx(on_a_grid(3, 3), abs=1e-4)
