"""Classes that are told apart, and classes that are mixed up."""

import itertools

import numpy as np

from asknext.quality.agreement import class_agreement, krippendorff_alpha
from asknext.quality.votes import votes_from_matrix


def test_what_another_says_where_one_says_a_class():
    table = np.random.default_rng(1).integers(-1, 3, (50, 4))
    pairs = np.zeros((3, 3))
    for row in table:
        said = row[row >= 0]
        for a, b in itertools.permutations(said.tolist(), 2):
            pairs[a, b] += 1 / (len(said) - 1)
    found = class_agreement(votes_from_matrix(table, 3))
    np.testing.assert_allclose(found.confused, pairs / pairs.sum(axis=1, keepdims=True))
    np.testing.assert_allclose(found.specific, np.diagonal(found.confused))
    against = [krippendorff_alpha(votes_from_matrix(np.where(table < 0, -1, table == c), 2)) for c in range(3)]
    np.testing.assert_allclose(found.alpha, against)


def test_two_classes_that_are_mixed_up_stand_out():
    found = class_agreement(votes_from_matrix([[0, 1], [1, 0], [2, 2], [2, 2], [0, 1]], 4))
    np.testing.assert_allclose(found.specific[:3], [0, 0, 1])
    assert found.alpha[2] == 1.0
    assert found.confused[0, 1] == 1.0
    assert np.isnan(found.specific[3])
    assert np.isnan(found.alpha[3])
