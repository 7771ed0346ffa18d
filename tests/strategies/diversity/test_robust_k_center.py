"""Robust k-center: a small radius for all but a few."""

import itertools

import numpy as np
import pytest

import asknext
from asknext.strategies.diversity.robust_k_center import _Search


def radius(x, centres, spare):
    """The radius within which ``centres`` cover all but ``spare`` items."""
    nearest = np.sqrt(((x[:, None] - x[centres][None]) ** 2).sum(axis=2)).min(axis=1)
    return np.sort(nearest)[len(x) - 1 - spare]


@pytest.mark.parametrize("b", [1, 2, 3])
@pytest.mark.parametrize("spare", [0, 2])
@pytest.mark.parametrize("seed", range(4))
def test_within_three_times_the_best_of_all_batches(b, spare, seed):
    x = np.random.default_rng(seed).normal(size=(16, 2))
    best = min(radius(x, list(centres), spare) for centres in itertools.combinations(range(16), b))
    batch = asknext.select("robust_k_center", b, embeddings=x, outliers=(spare + 0.5) / 16)
    assert radius(x, batch.indices, spare) <= 3 * best * 1.02


@pytest.mark.parametrize("seed", range(4))
def test_labelled_items_are_centres(seed):
    x = np.random.default_rng(seed).normal(size=(17, 2))
    best = min(radius(x, [0, *centres], 0) for centres in itertools.combinations(range(1, 17), 2))
    batch = asknext.select("robust_k_center", 2, embeddings=x, labelled=[0], outliers=0)
    assert radius(x, [0, *batch.indices], 0) <= 3 * best * 1.02


def test_outliers_are_not_chased():
    rng = np.random.default_rng(0)
    x = np.vstack([rng.normal(size=(50, 2)), rng.normal(size=(50, 2)) + 20, [[1000.0, 0.0], [0.0, -1000.0]]])
    plain = asknext.select("k_center_greedy", 3, embeddings=x)
    robust = asknext.select("robust_k_center", 2, embeddings=x, outliers=0.02)
    assert set(plain.indices.tolist()) & {100, 101}
    assert sorted((robust.indices // 50).tolist()) == [0, 1]
    np.testing.assert_allclose(np.sort(robust.scores), [50 / 102] * 2)


def test_centres_that_are_not_needed_are_random():
    batch = asknext.select("robust_k_center", 3, embeddings=np.ones((6, 2)))
    assert batch.scores.tolist() == [1.0, 0.0, 0.0]
    assert batch.reasons[1] == "Drawn at random: the items are covered already."


def test_what_labelled_items_cover_needs_no_centre():
    rng = np.random.default_rng(0)
    x = np.vstack([rng.normal(size=(50, 2)), rng.normal(size=(30, 2)) + 50])
    batch = asknext.select("robust_k_center", 1, embeddings=x, labelled=[0], outliers=0)
    assert batch.indices[0] >= 50
    np.testing.assert_allclose(batch.scores, [30 / 79])


def test_a_centre_covers_three_times_the_radius_and_no_more():
    for far, enough in ((3.9, True), (4.1, False)):
        x = np.array([[0.0], [1.0], [1.1], [far]])  # within 1 of it, item 1 has the most
        search = _Search(x, np.full(4, np.inf), 0, np.array([0.1, 0.4, 0.3, 0.2]))
        assert (search._cover(1, 1.0) is not None) == enough
