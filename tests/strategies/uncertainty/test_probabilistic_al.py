"""Multi-class probabilistic active learning: expected gain in accuracy around an item."""

from itertools import product

import numpy as np
import pytest

import asknext
from asknext.errors import InputError
from asknext.strategies.uncertainty.probabilistic_al import expected_gain


def urn(counts, m):
    """Expected accuracy after m labels drawn from the urn of Polya, and the decision for the fullest class."""
    expected = 0.0
    for labels in product(range(len(counts)), repeat=m):
        after, chance = list(counts), 1.0
        for label in labels:
            chance *= after[label] / sum(after)
            after[label] += 1
        expected += chance * max(after) / sum(after)
    return expected


@pytest.mark.parametrize("most", [1, 2, 3])
def test_the_gain_is_that_of_the_urn(most):
    rng = np.random.default_rng(most)
    seen, prior = rng.exponential(size=(12, 3)) * 2, 0.1
    expected = [max((urn(row + prior, m) - urn(row + prior, 0)) / m for m in range(1, most + 1)) for row in seen]
    np.testing.assert_allclose(expected_gain(seen, prior, most), expected, atol=1e-12)


def test_worked_numbers():
    # Nothing seen of two classes, prior 1: accuracy 1/2 now; after one label 2/3. Gain 1/6.
    # One of each: 1/2 now (2 of 4), after one label 3/5. Gain 1/10. Five of one: one label cannot change the decision.
    gains = expected_gain(np.array([[0.0, 0.0], [1.0, 1.0], [5.0, 0.0]]), 1.0, 1)
    np.testing.assert_allclose(gains, [1 / 6, 1 / 10, 0], atol=1e-12)


def test_labels_count_by_their_distance():
    x, p = np.array([[0.0], [1.0], [9.0]]), np.array([[0.5, 0.5], [0.6, 0.4], [0.6, 0.4]])
    found = asknext.select("probabilistic_al", 2, embeddings=x, probabilities=p, labelled=[0], width=1.0)
    near = np.exp(-np.array([1.0, 81.0]) / 2)[:, None] * p[1:]
    expected = expected_gain(near, 1e-3, 1)
    assert found.indices.tolist() == [2, 1]
    np.testing.assert_allclose(found.scores, expected[::-1], atol=1e-9)


def test_too_many_outcomes_are_refused():
    with pytest.raises(InputError, match=r"can come out in \d+ ways, but at most 20000 are tried: look ahead fewer"):
        asknext.select("probabilistic_al", 1, embeddings=np.eye(60), probabilities=np.full((60, 60), 1 / 60), most=4)
