"""Items on which votes differ."""

import numpy as np

from asknext.quality.agreement import item_agreement, overlap_counts
from asknext.quality.votes import votes_from_matrix


def test_agreement_of_each_item():
    found = item_agreement(votes_from_matrix([[0, 0, 0, 0], [0, 0, 1, 1], [0, 1, 2, -1], [1, -1, -1, -1], [-1] * 4]))
    assert found.votes.tolist() == [4, 4, 3, 1, 0]
    np.testing.assert_allclose(found.pairs, [1, 1 / 3, 0, np.nan, np.nan])
    np.testing.assert_allclose(found.top, [1, 0.5, 1 / 3, 1, np.nan])
    np.testing.assert_allclose(found.entropy, [0, 1, np.log2(3), 0, np.nan])
    assert not np.signbit(found.entropy[0])


def test_how_many_items_have_how_many_votes():
    assert overlap_counts(votes_from_matrix([[0, 0], [1, -1], [-1, -1], [1, 1]])).tolist() == [1, 1, 2]
