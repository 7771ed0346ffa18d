"""ProbCover: the greatest cover by balls, greedily."""

import numpy as np
import pytest

import asknext
from asknext import PoolView
from asknext.strategies.diversity.prob_cover import pure_radius
from asknext.strategies.inputs import EmbeddingBlocks


@pytest.mark.parametrize("labelled", [[], [3, 50]], ids=["none", "two"])
@pytest.mark.parametrize("delta", [0.1, 0.3, 1.0])
def test_every_pick_covers_as_much_as_any_could(labelled, delta):
    points = np.random.default_rng(0).normal(size=(200, 2))
    batch = asknext.select("prob_cover", 30, embeddings=points, labelled=labelled, delta=delta)
    again = list(greedy_gains(points, labelled, batch.indices, delta))
    np.testing.assert_allclose(batch.scores, [gain for gain, _ in again])
    np.testing.assert_allclose(batch.scores, [best for _, best in again])


def greedy_gains(points, labelled, picks, delta):
    """For each pick what it newly covers, and the most that any item could have, given the picks before."""
    inside = ((points[:, None] - points[None]) ** 2).sum(axis=2) <= delta**2
    covered, left = inside[labelled].any(axis=0), np.ones(len(points), dtype=bool)
    left[labelled] = False
    for pick in picks:
        gains = (inside & ~covered).sum(axis=1) / len(points)
        yield gains[pick], gains[left].max()
        covered, left[pick] = covered | inside[pick], False


def test_a_sparse_pool_gives_each_item_once_and_never_a_labelled_one():
    """With balls that hold one item each, all unlabelled items are equal, and none is asked twice."""
    points = np.arange(20.0)[:, None] * 100
    batch = asknext.select("prob_cover", 18, embeddings=points, labelled=[0, 1], delta=1.0)
    assert sorted(batch.indices.tolist()) == list(range(2, 20))
    np.testing.assert_allclose(batch.scores, 1 / 20)


def test_the_end_of_the_pool_counts_as_much_as_its_beginning(monkeypatch):
    monkeypatch.setattr("asknext.strategies.diversity.prob_cover._CELLS", 7 * 1003)
    points = np.concatenate([np.arange(1000.0)[:, None] * 10, np.full((3, 1), -50.0)])
    batch = asknext.select("prob_cover", 1, embeddings=points, delta=1.0)
    assert batch.indices[0] >= 1000
    assert batch.scores[0] == pytest.approx(3 / 1003)


def test_nothing_is_kept_from_one_pool_to_the_next():
    from asknext.strategies import build

    strategy, rng = build("prob_cover"), np.random.default_rng(0)
    small, large = (PoolView(n, embeddings=np.random.default_rng(n).normal(size=(n, 3)) * n) for n in (20, 60))
    first = strategy.select(large, 5, np.random.default_rng(1)).indices
    strategy.select(small, 5, rng)
    np.testing.assert_array_equal(first, strategy.select(large, 5, np.random.default_rng(1)).indices)


def test_cosine_radii_are_cosine_distances():
    angles = np.array([0.0, 0.1, 0.2, 1.5])
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1) * np.array([[1], [5], [2], [3]])
    for delta, share in ((1 - np.cos(0.11), 0.75), (1 - np.cos(0.05), 0.25)):
        batch = asknext.select("prob_cover", 1, embeddings=points, metric="cosine", delta=float(delta))
        assert batch.scores[0] == pytest.approx(share)


def test_the_radius_keeps_balls_pure():
    rng = np.random.default_rng(0)
    corners = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]])
    points = np.repeat(corners, 50, axis=0) + rng.normal(size=(150, 2)) * 0.3
    blocks = EmbeddingBlocks(PoolView(150, embeddings=points), "test")
    radius = pure_radius(blocks, np.arange(150), 3, 0.95, np.random.default_rng(0))
    away = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    other = np.repeat([0, 1, 2], 50)[:, None] != np.repeat([0, 1, 2], 50)
    pure = np.where(other, away, np.inf).min(axis=1)
    assert (pure > radius).mean() >= 0.95
    assert (pure > radius * 1.02).mean() < 0.97
