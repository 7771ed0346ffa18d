"""Weighted k-means."""

import numpy as np

import asknext
from asknext.strategies import Margin, Random, WeightedKMeans


def pool():
    """60 sure items in one place, and four unsure pairs in four corners."""
    corners = np.repeat(np.array([[0, 0], [9, 0], [0, 9], [9, 9]]), 2, axis=0) + np.tile([[0, 0], [0.1, 0]], (4, 1))
    points = np.concatenate([np.random.default_rng(0).normal(size=(60, 2)) + 4, corners])
    first = np.concatenate([np.full(60, 0.99), np.tile([0.5, 0.52], 4)])
    return points, np.stack([first, 1 - first], axis=1)


def test_informative_and_different():
    points, probabilities = pool()
    for seed in range(5):
        batch = asknext.select("weighted_kmeans", 4, embeddings=points, probabilities=probabilities, beta=2, seed=seed)
        assert sorted((batch.indices - 60) // 2) == [0, 1, 2, 3]


def test_beta_one_is_the_scorer_alone():
    points, _ = pool()
    probabilities = np.random.default_rng(0).dirichlet(np.ones(4), 68)
    plain = asknext.select("margin", 9, probabilities=probabilities)
    batch = asknext.select("weighted_kmeans", 9, probabilities=probabilities, embeddings=points, beta=1)
    assert batch.indices.tolist() == plain.indices.tolist()
    np.testing.assert_array_equal(batch.scores, plain.scores)


def test_only_the_most_informative_are_considered():
    points, _ = pool()
    probabilities = np.random.default_rng(0).dirichlet(np.ones(4), 68)
    kept = asknext.select("margin", 30, probabilities=probabilities).indices
    batch = asknext.select("weighted_kmeans", 10, probabilities=probabilities, embeddings=points, beta=3)
    assert set(batch.indices) <= set(kept)
    assert (np.diff(batch.scores) <= 0).all()


def test_the_weight_moves_the_centre_towards_the_informative():
    points = np.array([[0.0], [1.0], [2.0], [10.0]])
    first = np.array([0.99, 0.99, 0.99, 0.5])
    batch = asknext.select(
        "weighted_kmeans", 1, probabilities=np.stack([first, 1 - first], axis=1), embeddings=points, beta=4
    )
    assert batch.indices.tolist() == [3]


def test_scores_that_are_negative_or_all_equal():
    points, probabilities = pool()
    for scorer in (0 - Margin(), Random(), 0 * Margin()):
        batch = asknext.select(WeightedKMeans(scorer), 5, probabilities=probabilities, embeddings=points)
        assert len(set(batch.indices.tolist())) == 5


def test_ranking_everything_begins_with_a_diverse_batch_and_goes_on_by_score():
    points, probabilities = pool()
    view = asknext.PoolView(68, probabilities=probabilities, embeddings=points, labelled=np.array([0, 1]))
    ranked = WeightedKMeans().rank(view, np.random.default_rng(0), head=4)
    assert sorted(ranked.indices.tolist()) == list(range(2, 68))
    assert sorted((ranked.indices[:4] - 60) // 2) == [0, 1, 2, 3]
    assert (np.diff(ranked.scores[4:]) <= 1e-12).all()
    assert ranked.reasons[0].startswith("The model is torn")
    assert ranked.reasons[-1] == "Comes after everything more worth asking."
