"""FALCUN: margin uncertainty and distance between probabilities."""

import numpy as np
import pytest

import asknext
from asknext.strategies.diversity.falcun import draw

P = np.array([[0.5, 0.5, 0.0], [0.5, 0.45, 0.05], [0.0, 0.5, 0.5], [0.9, 0.1, 0.0], [0.4, 0.3, 0.3]])


def reference(p, picks):
    """The relevance of each pick in turn, by the definition."""
    top = np.sort(p, axis=1)[:, ::-1]
    uncertainty = 1 - (top[:, 0] - top[:, 1])
    distance, left, found = uncertainty.copy(), list(range(len(p))), []
    for pick in picks:
        low, high = distance[left].min(), distance[left].max()
        scaled = (distance - low) / (high - low) if high > low else np.zeros(len(p))
        found.append(uncertainty[pick] + scaled[pick])
        left.remove(pick)
        distance = np.minimum(distance, np.abs(p - p[pick]).sum(axis=1))
    return found


@pytest.mark.parametrize("gamma", [0, 1, 10])
def test_scores_are_those_of_the_definition(gamma):
    p = np.random.default_rng(0).dirichlet(np.ones(4), 60)
    batch = asknext.select("falcun", 30, probabilities=p, gamma=gamma)
    np.testing.assert_allclose(batch.scores, reference(p, batch.indices.tolist()))


def test_without_randomness_the_batch_is_worked_by_hand():
    # uncertainty 1, .95, 1, .2, .9; the first is 0 or 2 (u + d = 2), the second the other one: |P_0 - P_2| = 1
    batch = asknext.select("falcun", 3, probabilities=P, gamma=1000)
    assert set(batch.indices.tolist()[:2]) == {0, 2}
    # d is now 0.1, 0.2 (of 3: min(.8, ...)), 0.6 for items 1, 3, 4, so item 4 has .9 + 1
    assert batch.indices[2] == 4
    np.testing.assert_allclose(batch.scores, [2.0, 2.0, 1.9])


def test_draws_follow_the_powers():
    relevance, left = np.array([1.0, 2.0, 3.0, 9.0]), np.array([True, True, True, False])
    rng, counts = np.random.default_rng(0), np.zeros(4)
    for _ in range(3000):
        counts[draw(relevance, left, 2.0, rng)] += 1
    expected = 3000 * np.array([1, 4, 9]) / 14
    assert counts[3] == 0
    assert ((counts[:3] - expected) ** 2 / expected).sum() < 13.8


def test_sure_items_are_drawn_evenly():
    firsts = {int(asknext.select("falcun", 1, probabilities=np.eye(3), seed=s).indices[0]) for s in range(40)}
    assert firsts == {0, 1, 2}
