"""A model among annotators."""

import numpy as np
import pytest
from tests.quality.crowd import made_crowd

from asknext.errors import InputError
from asknext.quality.consensus import consensus
from asknext.quality.consensus.model_annotator import with_model
from asknext.quality.votes import votes_from_matrix


def test_its_likeliest_class_is_its_vote():
    votes = votes_from_matrix([[0, -1], [1, 1], [-1, -1]])
    found = with_model(votes, [[0.2, 0.8], [np.nan, np.nan], [0.6, 0.4]])
    assert found.matrix().tolist() == [[0, -1, 1], [1, 1, -1], [-1, -1, 0]]
    with pytest.raises(InputError, match=r"\(3, 2\)"):
        with_model(votes, [[1.0, 0.0]])


def test_a_model_that_is_often_wrong_is_believed_less():
    votes, truth = made_crowd(n=800, share=0.8, skills=[0.85, 0.8, 0.8])
    rng = np.random.default_rng(0)
    good = np.eye(3)[np.where(rng.random(800) < 0.9, truth, (truth + 1) % 3)]
    bad = np.eye(3)[rng.integers(0, 3, 800)]
    alone = (consensus("dawid_skene", votes).labels == truth)[votes.per_item() > 0].mean()
    for table, better in ((good, True), (bad, False)):
        found = consensus("dawid_skene", with_model(votes, table))
        right = (found.labels == truth)[votes.per_item() > 0].mean()
        assert (right > alone + 0.02) if better else (abs(right - alone) < 0.02)
        assert found.skill.value[3] == pytest.approx(0.9 if better else 0.33, abs=0.05)
