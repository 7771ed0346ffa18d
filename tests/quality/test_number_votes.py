"""Votes of numbers as arrays."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.quality.number_votes import NumberVotes


def test_different_numbers_become_classes():
    votes, numbers = NumberVotes([0, 0, 1], [0, 1, 0], [2.5, -1, 2.5], 2, 2).coded()
    assert numbers.tolist() == [-1, 2.5]
    assert votes.matrix().tolist() == [[1, 0], [1, -1]]


@pytest.mark.parametrize(
    ("values", "word"), [([float("nan")], "finite"), ([[1.0]], "row of finite"), ([1.0, 2.0], "1 items, 1 annotators")]
)
def test_what_is_no_vote_is_refused(values, word):
    with pytest.raises(InputError, match=word):
        NumberVotes(np.array([0]), np.array([0]), np.array(values), 1, 1)
