"""Arithmetic of scorers."""

import numpy as np
import pytest

import asknext
from asknext import PoolView
from asknext.errors import InputError, MissingInput
from asknext.strategies import Entropy, LeastConfidence, Margin, MeanEntropy, Random, build

P = np.random.default_rng(0).dirichlet(np.ones(4), 30)
VIEW = PoolView(30, probabilities=P)
M, E = Margin().score(VIEW), Entropy().score(VIEW)


@pytest.mark.parametrize(
    ("combined", "expected"),
    [
        (Margin() * Entropy(), M * E),
        (Margin() + Entropy(), M + E),
        (Margin() - Entropy(), M - E),
        (Margin() ** 2, M**2),
        (Margin() ** Entropy(), M**E),
        (0.5 * Margin() + Entropy() * 2, 0.5 * M + 2 * E),
        (1 - Margin(), 1 - M),
        (1 + Margin() * LeastConfidence(), 1 + M * (1 - P.max(axis=1))),
    ],
)
def test_scores_combine_as_numbers_do(combined, expected):
    np.testing.assert_allclose(combined.score(VIEW), expected)


def test_the_batch_follows_the_combined_score():
    batch = asknext.select(Margin() * Entropy(), 30, probabilities=P)
    np.testing.assert_array_equal(batch.indices, np.argsort(-M * E))


def test_a_combination_is_described_and_built_again():
    combined = 0.5 * Margin() + Entropy(base=2) ** 2
    assert build(combined.describe()) == combined


def test_needs_and_tasks_are_those_of_the_parts():
    assert (Margin() * Random()).needs == {"probabilities"}
    with pytest.raises(MissingInput, match=r"Strategy 'combination' needs probabilities"):
        asknext.select(Random() * Margin(), 1, labels=[None])
    with pytest.raises(InputError, match="several may hold here"):
        asknext.select(Margin() * Random(), 1, probabilities=P, multilabel=True)
    assert not (Margin() * MeanEntropy()).tasks


def test_scores_that_are_not_finite_are_refused_with_the_row():
    with pytest.raises(InputError, match=r"Strategy 'combination' gives row 0 the score inf"):
        asknext.select(Entropy() ** -1, 1, probabilities=[[1.0, 0.0], [0.5, 0.5]])


@pytest.mark.parametrize("other", ["margin and more", None, [1]])
def test_only_scorers_and_numbers_combine(other):
    with pytest.raises(InputError):
        Margin() * other


def test_a_selector_has_no_score_to_combine():
    with pytest.raises(InputError, match="'kmeans', which does not score items"):
        Margin() * build("kmeans")
