"""Facility location over the nearest neighbours."""

import itertools

import numpy as np
import pytest

import asknext


def sparse(x, k, width):
    """sim(y, s), 0 unless s is y itself or among its k nearest."""
    squares = ((x[:, None] - x[None]) ** 2).sum(axis=2)
    similar = np.exp(-squares / (2 * width**2))
    np.fill_diagonal(squares, np.inf)
    order = np.argsort(squares, axis=1)
    kept = np.eye(len(x), dtype=bool)
    for y in range(len(x)):
        kept[y, order[y, :k]] = True
    return np.where(kept, similar, 0.0)


def value(similar, pool, chosen):
    return similar[np.ix_(pool, chosen)].max(axis=1).sum() if len(chosen) else 0.0


@pytest.mark.parametrize("labelled", [[], [1, 7, 20]])
@pytest.mark.parametrize("k", [1, 5, 100])
def test_each_pick_raises_the_sum_most(labelled, k):
    x = np.random.default_rng(3).normal(size=(50, 3))
    similar, pool = sparse(x, k, 1.0), [i for i in range(50) if i not in labelled]
    batch = asknext.select("facility_location", 15, embeddings=x, labelled=labelled, neighbours=k, width=1.0)
    chosen = list(labelled)
    for pick, gain in zip(batch.indices, batch.scores, strict=True):
        before = value(similar, pool, chosen)
        gains = {i: value(similar, pool, [*chosen, i]) - before for i in pool if i not in chosen}
        np.testing.assert_allclose(gain, max(gains.values()))
        np.testing.assert_allclose(gains[int(pick)], gain)
        chosen.append(int(pick))


def test_greedy_is_near_the_best_of_all_batches():
    x = np.random.default_rng(0).normal(size=(12, 2))
    similar = sparse(x, 11, 1.0)
    best = max(value(similar, range(12), list(batch)) for batch in itertools.combinations(range(12), 3))
    found = asknext.select("facility_location", 3, embeddings=x, width=1.0).indices
    assert value(similar, range(12), found) >= (1 - 1 / np.e) * best


def test_worked_numbers():
    x = np.array([[0.0], [1.0], [2.0], [10.0]])
    batch = asknext.select("facility_location", 2, embeddings=x, width=1.0, neighbours=2)
    assert batch.indices.tolist() == [1, 3]
    np.testing.assert_allclose(batch.scores, [1 + 2 * np.exp(-0.5) + np.exp(-40.5), 1.0 - np.exp(-40.5)])
