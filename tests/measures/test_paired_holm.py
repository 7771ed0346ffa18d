"""Pairs within one data set."""

import numpy as np
import pytest
from scipy.stats import ttest_rel

from asknext.measures import holm, paired_holm


def test_every_pair_by_the_paired_t_test():
    table = np.random.default_rng(0).normal(size=(8, 3)) + np.array([0, 0.3, 1.5])
    found = paired_holm(table, ["a", "b", "c"])
    assert [(each.first, each.second) for each in found] == [("a", "b"), ("a", "c"), ("b", "c")]
    p = [ttest_rel(table[:, i], table[:, j]).pvalue for i, j in ((0, 1), (0, 2), (1, 2))]
    np.testing.assert_allclose([each.difference.p for each in found], p)
    np.testing.assert_allclose([each.p_holm for each in found], holm(p))


def test_of_losses_less_is_better():
    table = np.array([[0.1, 0.3], [0.2, 0.3], [0.1, 0.2]])
    assert paired_holm(table, ["a", "b"], greater_is_better=False)[0].difference.mean == pytest.approx(0.4 / 3)
