"""LCMD: the farthest item of the cluster with the largest sum of squared distances."""

import numpy as np
import pytest

import asknext


def brute_force(features, labelled, n):
    centres, picks, distances = list(labelled), [], []
    squares = ((features[:, None] - features[None]) ** 2).sum(axis=2)
    for _ in range(n):
        left = [i for i in range(len(features)) if i not in centres]
        if not centres:
            pick, away = max(left, key=lambda i: (features[i] ** 2).sum()), np.nan
        else:
            near = {i: min(centres, key=lambda c: squares[i, c]) for i in left}
            mass = {c: sum(squares[i, c] for i in left if near[i] == c) for c in centres}
            largest = max((c for c in centres if c in near.values()), key=lambda c: mass[c])
            pick = max((i for i in left if near[i] == largest), key=lambda i: squares[i, largest])
            away = np.sqrt(squares[pick, largest])
        centres.append(pick)
        picks.append(pick)
        distances.append(away)
    return picks, distances


@pytest.mark.parametrize("labelled", [[], [4], list(range(0, 80, 9))])
@pytest.mark.parametrize("kind", ["spread", "clustered"])
def test_picks_are_those_of_the_definition(labelled, kind):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(80, 3))
    if kind == "clustered":
        x = x * 0.05 + rng.normal(size=(6, 3))[rng.integers(6, size=80)] * 5
    batch = asknext.select("lcmd", 40, embeddings=x, labelled=labelled)
    picks, distances = brute_force(x, labelled, 40)
    assert batch.indices.tolist() == picks
    np.testing.assert_allclose(batch.scores, distances, rtol=1e-9)


@pytest.mark.parametrize("labelled", [[], [4, 11]])
def test_gradients_are_outer_products_that_are_never_formed(labelled):
    rng = np.random.default_rng(1)
    x, p = rng.normal(size=(60, 3)), rng.dirichlet(np.ones(4), 60)
    slopes = p - np.eye(4)[p.argmax(axis=1)]
    features = (slopes[:, :, None] * x[:, None, :]).reshape(60, -1)
    batch = asknext.select("lcmd", 30, embeddings=x, probabilities=p, labelled=labelled, space="gradients")
    picks, distances = brute_force(features, labelled, 30)
    assert batch.indices.tolist() == picks
    np.testing.assert_allclose(batch.scores, distances, rtol=1e-6)


def test_worked_numbers():
    # centres 0 and 10: cluster of 0 holds 1, 2, 3 (mass 14), that of 10 holds 13.5 (mass 12.25)
    x = np.array([[0.0], [10.0], [1.0], [2.0], [3.0], [13.5]])
    batch = asknext.select("lcmd", 2, embeddings=x, labelled=[0, 1])
    assert batch.indices.tolist() == [4, 5]
    np.testing.assert_allclose(batch.scores, [3.0, 3.5])


def test_k_center_would_take_the_farthest_of_all():
    x = np.array([[0.0], [10.0], [1.0], [2.0], [3.0], [13.5]])
    assert asknext.select("k_center_greedy", 1, embeddings=x, labelled=[0, 1]).indices.tolist() == [5]


def test_gradients_need_probabilities():
    with pytest.raises(asknext.errors.MissingInput, match="Strategy 'lcmd' needs probabilities"):
        asknext.select("lcmd", 1, embeddings=np.eye(3), space="gradients")
