"""Which average ranks can be told apart."""

import numpy as np
import pytest
from tests.measures.demsar_2006 import NAMES, RANKS

from asknext.errors import InputError
from asknext.measures import critical_difference, nemenyi_difference, nemenyi_p


@pytest.mark.parametrize(
    ("k", "level", "q"),
    # Demsar 2006, table 5 (a): critical values of the two-tailed Nemenyi test.
    [(2, 0.05, 1.960), (4, 0.05, 2.569), (10, 0.05, 3.164), (2, 0.10, 1.645), (4, 0.10, 2.291), (10, 0.10, 2.920)],
)
def test_the_published_critical_values(k, level, q):
    assert nemenyi_difference(k, 6, level) == pytest.approx(q * np.sqrt(k * (k + 1) / 36), abs=2e-3)


def test_the_worked_example_of_demsar():
    found = critical_difference(RANKS, NAMES, greater_is_better=False)
    assert found.names == ("C4.5+m+cf", "C4.5+m", "C4.5+cf", "C4.5")
    assert found.difference == pytest.approx(1.25, abs=0.005)
    assert found.groups == (found.names,)  # at 5 % the paper finds no pair to differ
    wide = critical_difference(RANKS, NAMES, greater_is_better=False, level=0.10)
    assert wide.difference == pytest.approx(1.12, abs=0.005)
    # at 10 %: C4.5 differs from both variants with m
    assert wide.groups == (("C4.5+m+cf", "C4.5+m", "C4.5+cf"), ("C4.5+cf", "C4.5"))


def test_groups_overlap_and_are_as_long_as_possible():
    rng = np.random.default_rng(0)
    table = rng.normal(size=(60, 5)) + np.array([0, 0.4, 0.8, 1.2, 4])
    found = critical_difference(table, list("abcde"))
    for group in found.groups:
        at = [found.names.index(name) for name in group]
        assert at == list(range(at[0], at[-1] + 1))
        assert found.ranks[at[-1]] - found.ranks[at[0]] <= found.difference
    together = {(a, b) for group in found.groups for a in group for b in group}
    for i, first in enumerate(found.names):
        for j, second in enumerate(found.names):
            near = abs(found.ranks[i] - found.ranks[j]) <= found.difference
            assert i == j or ((first, second) in together) == near
    assert not any("e" in group for group in found.groups)


def test_p_values_cross_the_level_at_the_critical_difference():
    ranks = np.array([1.0, 1.0 + nemenyi_difference(3, 20), 3.5])
    table = nemenyi_p(ranks, 20)
    assert table[0, 1] == pytest.approx(0.05, abs=1e-6)
    np.testing.assert_array_equal(table, table.T)
    assert (np.diag(table) == 1).all()


def test_where_friedman_does_not_reject_nothing_is_told_apart():
    found = critical_difference([[1, 2], [2, 1], [1, 2], [2, 1]], ["a", "b"])
    assert found.p == 1.0
    assert found.groups == (("a", "b"),)


def test_names_and_levels():
    with pytest.raises(InputError, match="one distinct name each"):
        critical_difference([[1, 2], [2, 1]], ["a", "a"])
    with pytest.raises(InputError, match="0 < level < 1"):
        nemenyi_difference(3, 5, 5)
