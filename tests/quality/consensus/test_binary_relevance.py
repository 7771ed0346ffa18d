"""Sets of labels, each label by itself."""

import numpy as np

from asknext.quality.consensus import consensus
from asknext.quality.consensus.binary_relevance import binary_relevance
from asknext.quality.label_set_votes import LabelSetVotes


def test_each_label_is_decided_by_itself():
    sets = np.array([[1, 0, 1], [1, 0, 0], [1, 1, 0], [0, 0, 0], [0, 0, 1]], dtype=bool)
    votes = LabelSetVotes([0, 0, 0, 1, 1], [0, 1, 2, 0, 1], sets, 3, 3)
    posterior, labels, each = binary_relevance("majority", votes, ties="none")
    np.testing.assert_allclose(posterior[0], [1, 1 / 3, 1 / 3])
    assert labels.tolist() == [[1, 0, 0], [0, 0, -1], [-1, -1, -1]]
    alone = consensus("dawid_skene", votes.of_label(2))
    np.testing.assert_allclose(binary_relevance("dawid_skene", votes)[0][:, 2], alone.posterior[:, 1])
    assert len(each) == 3


def test_without_labels_there_is_nothing_to_decide():
    posterior, labels, each = binary_relevance("majority", LabelSetVotes([0], [0], np.zeros((1, 0), bool), 2, 1))
    assert posterior.shape == labels.shape == (2, 0)
    assert each == []
