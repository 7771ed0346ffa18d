"""Pairs of strategies, corrected for their number."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, rankdata, wilcoxon
from tests.measures.demsar_2006 import AUC

from asknext.errors import InputError, UnknownName
from asknext.measures import holm, signed_rank, wilcoxon_holm


def by_all_signs(differences):
    """p by writing down every pattern of signs of the differences other than 0."""
    ranks = rankdata(np.abs(differences))
    used, signs = ranks[differences != 0], np.sign(differences[differences != 0])
    seen = used[signs > 0].sum()
    sums = np.array([used[np.array(pattern)].sum() for pattern in product([False, True], repeat=len(used))])
    return min(1.0, 2 * min((sums <= seen).mean(), (sums >= seen).mean()))


def test_by_hand():
    # Ranks of 1 2 3: all positive: W = 6, one of 8 patterns, two tails: 2/8.
    found = signed_rank([1, 2, 3])
    assert (found.positive, found.negative, found.p) == (6, 0, 0.25)
    # The zero takes rank 1 and leaves; ranks 2, 3 and 4, all positive.
    zero = signed_rank([0, 1, 2, 3])
    assert (zero.positive, zero.zeros, zero.n, zero.p) == (9, 1, 4, 0.25)


@given(st.lists(st.integers(-4, 4), min_size=1, max_size=9))
@settings(max_examples=60, deadline=None)
def test_ties_and_zeros_are_exact(numbers):
    differences = np.array(numbers, dtype=float)
    expected = 1.0 if not differences.any() else by_all_signs(differences)
    assert signed_rank(differences).p == pytest.approx(expected, abs=1e-12)


@given(seed=st.integers(0, 10**6), n=st.integers(1, 40))
@settings(max_examples=30, deadline=None)
def test_it_agrees_with_scipy_without_ties(seed, n):
    differences = np.random.default_rng(seed).normal(0.2, 1, n)
    assert signed_rank(differences).p == pytest.approx(wilcoxon(differences, method="exact").pvalue, abs=1e-12)


def test_many_pairs_use_the_normal_approximation():
    differences = np.random.default_rng(1).normal(0.1, 1, 500)
    found = signed_rank(differences)
    assert not found.exact
    assert found.p == pytest.approx(wilcoxon(differences, method="approx", correction=True).pvalue, abs=1e-9)
    few = signed_rank(differences[:400])
    assert few.exact
    approximate = wilcoxon(differences[:400], method="approx", correction=True).pvalue
    assert few.p == pytest.approx(approximate, abs=1e-3)


def test_holm_by_hand():
    np.testing.assert_allclose(holm([0.01, 0.04, 0.03]), [0.03, 0.06, 0.06])
    np.testing.assert_allclose(holm([0.5, 0.9]), [1.0, 1.0])
    assert holm([]).shape == (0,)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_lies_between_the_p_values_and_bonferroni(p_values):
    p, corrected = np.array(p_values), holm(p_values)
    assert (corrected >= p).all()
    assert (corrected <= np.minimum(p * len(p), 1) + 1e-15).all()
    assert (corrected >= false_discovery_control(p) - 1e-12).all()


def test_the_worked_example_of_demsar():
    first, second = np.array(AUC).T
    found = signed_rank(second - first)
    # The paper splits the two zeros (ranks 1.5 each) between both sums, 93 and 12; here they are in neither.
    assert (found.positive + 1.5, found.negative + 1.5, found.zeros, found.n) == (93, 12, 2, 14)
    assert found.p < 0.05


def scores(seed=3):
    return np.random.default_rng(seed).normal(size=(12, 4)) + np.array([0, 0, 0.9, 1.4])


def test_the_pairs_of_a_table():
    table, names = scores(), list("abcd")
    found = wilcoxon_holm(table, names)
    assert [(each.first, each.second) for each in found] == list(combinations(names, 2))
    for each in found:
        gap = table[:, names.index(each.first)] - table[:, names.index(each.second)]
        assert each.difference == pytest.approx(gap.mean())
        assert each.p == signed_rank(gap).p
    np.testing.assert_allclose([each.p_holm for each in found], holm([each.p for each in found]))


def test_against_one_there_are_fewer_pairs():
    found = wilcoxon_holm(scores(), list("abcd"), against="a")
    assert [(each.first, each.second) for each in found] == [("b", "a"), ("c", "a"), ("d", "a")]
    assert found[2].difference > 0
    losses = wilcoxon_holm(-scores(), list("abcd"), against="a", greater_is_better=False)
    assert losses == found
    with pytest.raises(UnknownName, match="'e'"):
        wilcoxon_holm(scores(), list("abcd"), against="e")


def test_differences_have_to_be_numbers():
    with pytest.raises(InputError, match="signed-rank"):
        signed_rank([0.1, np.nan])
