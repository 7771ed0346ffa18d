"""Votes of sets of labels as arrays."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.quality.label_set_votes import LabelSetVotes


def test_different_sets_become_classes():
    votes, sets = LabelSetVotes([0, 0, 1], [0, 1, 0], np.array([[1, 0], [0, 1], [1, 0]], bool), 2, 2).coded()
    assert sets.tolist() == [[False, True], [True, False]]
    assert votes.matrix().tolist() == [[1, 0], [1, -1]]


@pytest.mark.parametrize("sets", [np.zeros(1, bool), np.zeros((1, 2)), np.zeros((2, 2), bool)])
def test_what_is_no_table_of_yes_and_no_is_refused(sets):
    with pytest.raises(InputError, match="yes and no"):
        LabelSetVotes([0], [0], sets, 1, 1)
