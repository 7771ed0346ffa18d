"""CLUE: clusters weighted by entropy."""

import itertools

import numpy as np
import pytest

import asknext

X = np.array([[0.0], [1.0], [10.0], [11.0], [12.0]])
P = np.array([[0.5, 0.5], [0.9, 0.1], [0.99, 0.01], [0.6, 0.4], [0.7, 0.3]])


def entropy(p, temperature=1.0):
    powers = p ** (1 / temperature)
    q = powers / powers.sum(axis=1, keepdims=True)
    return -(q * np.log(q)).sum(axis=1)


def best_partition(x, weights, b):
    """Every way to put the points into b groups; the least weighted inertia, and the points nearest its centres."""
    found = (np.inf, set())
    for members in itertools.product(range(b), repeat=len(x)):
        if len(set(members)) < b:
            continue
        members = np.array(members)
        groups = [np.flatnonzero(members == j) for j in range(b)]
        centres = [np.average(x[group], axis=0, weights=weights[group]) for group in groups]
        inertia = sum(weights[g] @ ((x[g] - c) ** 2).sum(axis=1) for g, c in zip(groups, centres, strict=True))
        nearest = {int(g[((x[g] - c) ** 2).sum(axis=1).argmin()]) for g, c in zip(groups, centres, strict=True)}
        found = min(found, (inertia, nearest), key=lambda pair: pair[0])
    return found[1]


def test_one_cluster_has_its_centre_at_the_weighted_mean():
    weights = entropy(P)
    centre = weights @ X[:, 0] / weights.sum()
    assert asknext.select("clue", 1, probabilities=P, embeddings=X).indices.tolist() == [
        int(np.abs(X[:, 0] - centre).argmin())
    ]


@pytest.mark.parametrize("b", [1, 2])
@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_the_items_are_those_of_the_best_partition(b, temperature):
    batch = asknext.select("clue", b, probabilities=P, embeddings=X, temperature=temperature)
    assert set(batch.indices.tolist()) == best_partition(X, entropy(P, temperature), b)


def test_the_score_is_the_entropy_and_orders_the_batch():
    batch = asknext.select("clue", 5, probabilities=P, embeddings=X)
    np.testing.assert_allclose(batch.scores, entropy(P)[batch.indices])
    assert (np.diff(batch.scores) <= 0).all()


def test_sure_items_do_not_draw_centres():
    x = np.concatenate([np.zeros((20, 2)), np.full((5, 2), 10.0), np.full((5, 2), 20.0)])
    p = np.array([[1.0, 0.0]] * 20 + [[0.5, 0.5]] * 10)
    batch = asknext.select("clue", 2, probabilities=p, embeddings=x)
    assert sorted((batch.indices >= 25).tolist()) == [False, True]
    assert (batch.indices >= 20).all()


def test_the_reason_names_the_group_and_the_entropy():
    batch = asknext.select("clue", 1, probabilities=np.full((3, 2), 0.5), embeddings=X[:3])
    assert batch.reasons == ("Stands for 3 similar items; the model's entropy here is 0.69.",)


@pytest.mark.parametrize("temperature", [0.5, 3.0])
def test_the_temperature_divides_the_logits(temperature):
    batch = asknext.select("clue", 5, probabilities=P, embeddings=X, temperature=temperature)
    np.testing.assert_allclose(batch.scores, entropy(P, temperature)[batch.indices])
