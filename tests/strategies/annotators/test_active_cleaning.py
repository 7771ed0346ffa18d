"""Labels that are most likely wrong come back first."""

import numpy as np
import pytest

import asknext

P = np.array([[0.9, 0.1], [0.8, 0.2], [0.2, 0.8], [0.1, 0.9], [0.15, 0.85], [0.5, 0.5]])
GIVEN = np.array([0, 0, 1, 1, 0, np.nan])


def test_worked_numbers(score):
    """Mean P(0) of label 0 is .6167, mean P(1) of label 1 is .85: only the last label, 0 at .15, is a clear error."""
    found = score("active_cleaning", P, annotations=GIVEN)
    np.testing.assert_allclose(found, [0.1 / 3, 0.2 / 3, 0.2 / 3, 0.1 / 3, 1 + 0.85 / 3, -1])


def test_disagreement_raises_the_doubt(score):
    both = np.column_stack([GIVEN, np.array([np.nan, 1, np.nan, np.nan, np.nan, np.nan])])
    found = score("active_cleaning", P, annotations=both)
    assert found[1] == pytest.approx(0.2 * 2 / 4)  # of one answer each the model's class is the label


def test_what_is_labelled_is_trusted_and_not_asked():
    batch = asknext.select("active_cleaning", 4, probabilities=P, annotations=GIVEN, labels=[None] * 4 + [0, 1])
    assert sorted(batch.indices.tolist()) == [0, 1, 2, 3]


def test_flipped_labels_are_found():
    rng = np.random.default_rng(0)
    truth = rng.integers(4, size=1000)
    p = 0.55 * np.eye(4)[truth] + 0.45 * rng.dirichlet(np.ones(4), 1000)
    given, wrong = truth.copy(), rng.choice(1000, 100, replace=False)
    given[wrong] = (given[wrong] + rng.integers(1, 4, 100)) % 4
    batch = asknext.select("active_cleaning", 100, probabilities=p, annotations=given)
    assert len(set(batch.indices.tolist()) & set(wrong.tolist())) >= 95
    assert batch.reasons[0].startswith("The model is confident that its label is another")


def test_an_item_without_a_label_says_so():
    batch = asknext.select("active_cleaning", 6, probabilities=P, annotations=GIVEN)
    assert batch.indices[-1] == 5
    assert "no label yet" in batch.reasons[-1]
    assert "agrees with the model" in batch.reasons[1]
