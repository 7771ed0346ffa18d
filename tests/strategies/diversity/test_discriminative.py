"""DAL: labelled against unlabelled."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

import asknext
from asknext.strategies.diversity.discriminative import balanced_logistic


@pytest.mark.parametrize(("positives", "penalty"), [(30, 1.0), (3, 0.1), (57, 10.0)])
def test_the_classifier_is_balanced_logistic_regression(positives, penalty):
    x = np.random.default_rng(0).normal(size=(60, 5))
    truth = np.arange(60) < positives
    reference = LogisticRegression(C=1 / penalty, class_weight="balanced", tol=1e-12, max_iter=10_000).fit(x, truth)
    found = balanced_logistic(np.column_stack([x, np.ones(60)]), positives, penalty, np.zeros(6))
    np.testing.assert_allclose(found, [*reference.coef_[0], reference.intercept_[0]], atol=1e-4)


def blobs(*sizes):
    rng = np.random.default_rng(0)
    return np.concatenate([rng.normal(size=(size, 2)) * 0.3 + 6 * i for i, size in enumerate(sizes)])


def test_what_is_unlike_the_labelled_comes_first():
    batch = asknext.select("discriminative", 5, embeddings=blobs(50, 50), labelled=list(range(20)), rounds=1)
    assert (batch.indices >= 50).all()
    assert (batch.scores > 0.5).all()


def test_a_chosen_region_counts_as_labelled_for_the_next_part():
    x = blobs(40, 40, 40)
    batch = asknext.select("discriminative", 10, embeddings=x, labelled=list(range(20)), rounds=10)
    assert set((batch.indices // 40).tolist()) >= {1, 2}


def test_labelled_items_inside_a_ring_are_told_apart():
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    ring = 3 * np.column_stack([np.cos(angle), np.sin(angle)])
    x = np.vstack([np.random.default_rng(0).normal(size=(60, 2)) * 0.2, ring])
    batch = asknext.select("discriminative", 6, embeddings=x, labelled=list(range(0, 60, 2)))
    assert (batch.indices >= 60).all()


def test_with_nothing_labelled_the_first_part_is_random():
    batch = asknext.select("discriminative", 4, embeddings=blobs(20), rounds=2)
    assert np.isnan(batch.scores[:2]).all()
    assert np.isfinite(batch.scores[2:]).all()
    assert batch.reasons[0] == "Drawn at random: nothing is labelled yet."
