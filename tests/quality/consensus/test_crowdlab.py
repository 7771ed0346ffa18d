"""People and a model together."""

import numpy as np
import pytest
from tests.quality.crowd import made_crowd

from asknext.errors import MissingInput
from asknext.quality.consensus import consensus
from asknext.quality.votes import votes_from_matrix


def test_a_good_model_helps_and_a_useless_one_hardly_harms():
    votes, truth = made_crowd(n=800, share=0.7, skills=[0.75, 0.7, 0.65, 0.6])
    rng = np.random.default_rng(0)
    said = np.where(rng.random(800) < 0.9, truth, (truth + 1) % 3)
    good, useless = 0.1 + 0.7 * np.eye(3)[said], rng.dirichlet([1, 1, 1], 800)
    majority = (consensus("majority", votes).labels == truth).mean()
    assert (consensus("crowdlab", votes, known=good).labels == truth).mean() > majority + 0.1
    assert (consensus("crowdlab", votes, known=useless).labels == truth).mean() > majority - 0.05


def test_an_item_without_votes_is_what_the_model_says():
    found = consensus(
        "crowdlab", votes_from_matrix([[0, 0], [-1, -1], [1, 1]]), known=[[0.8, 0.2], [0.3, 0.7], [0.4, 0.6]]
    )
    np.testing.assert_allclose(found.posterior[1], [0.3, 0.7])
    assert found.labels.tolist() == [0, 1, 1]
    np.testing.assert_allclose(found.posterior.sum(axis=1), 1.0)


def test_without_a_model_it_says_what_is_missing():
    with pytest.raises(MissingInput, match="known="):
        consensus("crowdlab", votes_from_matrix([[0, 0]]))
