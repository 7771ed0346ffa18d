"""CAL: divergence of the predictions of labelled neighbours."""

import numpy as np
import pytest

import asknext
from asknext import PoolView
from asknext.strategies import Contrastive


def brute_force(x, p, labelled, k):
    p = np.maximum(p, 1e-12)
    found = []
    for i in [i for i in range(len(x)) if i not in labelled]:
        near = sorted(labelled, key=lambda row: ((x[row] - x[i]) ** 2).sum())[:k]
        found.append(np.mean([(p[row] * np.log(p[row] / p[i])).sum() for row in near]))
    return found


@pytest.mark.parametrize("k", [1, 3, 50])
def test_scores_are_those_of_the_definition(k):
    rng = np.random.default_rng(0)
    x, p, labelled = rng.normal(size=(50, 4)), rng.dirichlet(np.ones(3), 50), [0, 5, 10, 15, 49]
    view = PoolView(50, labelled=labelled, embeddings=x, probabilities=p)
    np.testing.assert_allclose(Contrastive(neighbours=k).score(view), brute_force(x, p, labelled, k), atol=1e-12)


def test_worked_numbers():
    x = np.array([[0.0], [0.1], [5.0]])
    p = np.array([[0.9, 0.1], [0.5, 0.5], [0.9, 0.1]])
    batch = asknext.select("contrastive", 2, embeddings=x, probabilities=p, labelled=[0])
    assert batch.indices.tolist() == [1, 2]
    np.testing.assert_allclose(batch.scores, [0.9 * np.log(1.8) + 0.1 * np.log(0.2), 0.0], atol=1e-12)
    assert batch.reasons[0] == "The model judges it differently from labelled items that are like it (divergence 0.37)."


def test_certain_predictions_stay_finite():
    p = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    batch = asknext.select("contrastive", 2, embeddings=np.zeros((3, 1)), probabilities=p, labelled=[0])
    np.testing.assert_allclose(batch.scores, [-np.log(1e-12), 0.0])


def test_without_labelled_items_the_seed_decides_and_the_reason_says_so():
    p = np.random.default_rng(0).dirichlet(np.ones(2), 5)
    batch = asknext.select("contrastive", 1, embeddings=np.eye(5), probabilities=p)
    assert batch.reasons == ("Drawn at random: nothing is labelled yet to compare with.",)
