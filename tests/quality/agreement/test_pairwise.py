"""Every annotator beside every other."""

import numpy as np

from asknext.measures.agreement import cohen_kappa
from asknext.quality.agreement import pairwise_agreement
from asknext.quality.votes import votes_from_matrix


def test_each_pair_is_compared_on_what_both_voted_on():
    table = np.random.default_rng(0).integers(-1, 3, (60, 5))
    found = pairwise_agreement(votes_from_matrix(table, 3))
    for a in range(5):
        for b in range(5):
            both = (table[:, a] >= 0) & (table[:, b] >= 0)
            assert found.shared[a, b] == both.sum()
            if a != b:
                np.testing.assert_allclose(found.raw[a, b], (table[both, a] == table[both, b]).mean())
                np.testing.assert_allclose(found.kappa[a, b], cohen_kappa(table[both, a], table[both, b]), atol=1e-12)
    assert np.isnan(np.diagonal(found.raw)).all()


def test_the_mean_weighs_pairs_by_what_they_share():
    table = np.array([[0, 0, -1], [1, 1, -1], [0, 0, 1], [1, 1, 0], [-1, 0, 0]])
    found = pairwise_agreement(votes_from_matrix(table))
    upper = [(0, 1), (0, 2), (1, 2)]
    weights = [found.shared[pair] for pair in upper]
    np.testing.assert_allclose(found.mean_kappa(), np.average([found.kappa[pair] for pair in upper], weights=weights))
    assert weights == [4, 2, 3]
