"""MaxHerding: greedy kernel coverage."""

import numpy as np
import pytest

import asknext


@pytest.mark.parametrize("labelled", [[], [3], [0, 10, 20, 30]])
@pytest.mark.parametrize("width", [0.3, 1.0, 4.0])
def test_each_pick_raises_the_coverage_most(labelled, width):
    x = np.random.default_rng(0).normal(size=(60, 3))
    batch = asknext.select("max_herding", 20, embeddings=x, labelled=labelled, width=width)
    similar = np.exp(-((x[:, None] - x[None]) ** 2).sum(axis=2) / (2 * width**2))
    pool, chosen = [i for i in range(60) if i not in labelled], list(labelled)
    for pick, gain in zip(batch.indices, batch.scores, strict=True):
        best = similar[:, chosen].max(axis=1) if chosen else np.zeros(60)
        gains = {i: np.maximum(similar[pool, i] - best[pool], 0).mean() for i in pool if i not in chosen}
        np.testing.assert_allclose([gain, gains[int(pick)]], max(gains.values()))
        chosen.append(int(pick))


def test_worked_numbers():
    x = np.array([[0.0], [1.0], [2.0], [10.0]])
    near, far = np.exp(-0.5), np.exp(-2.0)
    batch = asknext.select("max_herding", 2, embeddings=x, width=1.0)
    assert batch.indices.tolist() == [1, 3]  # the middle of three, then the one apart
    np.testing.assert_allclose(batch.scores, [(1 + 2 * near) / 4, 1 / 4])
    assert far < near


def test_the_width_is_by_default_the_spread_of_the_pool():
    x = np.random.default_rng(1).normal(size=(50, 4))
    width = float(np.sqrt(((x - x.mean(axis=0)) ** 2).sum(axis=1).mean()))
    plain, given = (asknext.select("max_herding", 5, embeddings=x, **more) for more in ({}, {"width": width}))
    np.testing.assert_array_equal(plain.indices, given.indices)


def test_a_sample_of_references_estimates_the_coverage():
    x = np.random.default_rng(0).normal(size=(3000, 2))
    some, every = (asknext.select("max_herding", 5, embeddings=x, references=count) for count in (800, 3000))
    assert abs(some.scores.sum() - every.scores.sum()) < 3 / (2 * np.sqrt(800))
