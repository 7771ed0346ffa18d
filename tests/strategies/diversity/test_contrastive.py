"""CAL: divergence of the predictions of labelled neighbours."""

import numpy as np

import asknext


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
