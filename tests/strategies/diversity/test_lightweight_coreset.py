"""Lightweight coresets: half even, half by squared distance from the mean."""

import numpy as np
import pytest

import asknext
from asknext import PoolView
from asknext.strategies import LightweightCoreset

X = np.array([[0.0], [1.0], [2.0], [9.0]])
Q = 0.125 + 0.5 * np.array([9.0, 4.0, 1.0, 36.0]) / 50  # the mean is 3


def test_worked_chances():
    np.testing.assert_allclose(Q.sum(), 1.0)
    np.testing.assert_allclose(LightweightCoreset().chances(PoolView(4, embeddings=X)), Q, rtol=1e-6)


def test_items_are_drawn_with_these_chances():
    counts = np.zeros(4)
    for seed in range(400):
        counts[asknext.select("lightweight_coreset", 1, embeddings=X, seed=seed).indices] += 1
    assert ((counts - 400 * Q) ** 2 / (400 * Q)).sum() < 16.3  # 1 in 1000 for 3 degrees of freedom


def test_the_second_is_drawn_from_the_rest_in_proportion():
    pairs = np.zeros((4, 4))
    for seed in range(400):
        first, second = asknext.select("lightweight_coreset", 2, embeddings=X, seed=seed).indices
        pairs[first, second] += 1
    expected = 400 * Q[:, None] * Q / (1 - Q[:, None])
    off = ~np.eye(4, dtype=bool)
    assert pairs[~off].sum() == 0
    assert ((pairs - expected)[off] ** 2 / expected[off]).sum() < 31.3  # 11 degrees of freedom


def test_only_unlabelled_items_count():
    x = np.vstack([X, [[1000.0]]])
    batch = asknext.select("lightweight_coreset", 4, embeddings=x, labelled=[4])
    np.testing.assert_allclose(np.sort(batch.scores), np.sort(Q), rtol=1e-6)


@pytest.mark.parametrize("n", [10, 1050])
def test_a_batch_comes_from_the_whole_pool(n):
    x = np.random.default_rng(0).normal(size=(3000, 64))
    batch = asknext.select("lightweight_coreset", n, embeddings=np.tile(x, (6, 1)))
    assert len(set(batch.indices.tolist())) == n
    assert batch.indices.max() > 12_000


def test_the_reason_says_how_likely_it_was():
    batch = asknext.select("lightweight_coreset", 4, embeddings=X)
    assert "1.9 times as likely" in batch.reasons[batch.indices.tolist().index(3)]
