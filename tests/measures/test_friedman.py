"""Do strategies differ at all?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare
from tests.measures.demsar_2006 import RANKS

from asknext.errors import InputError
from asknext.measures import friedman


def test_the_worked_example_of_demsar():
    found = friedman(RANKS, greater_is_better=False)
    np.testing.assert_allclose(found.ranks, [3.143, 2.000, 2.893, 1.964], atol=5e-4)
    # The paper leaves ties uncorrected (9.28): here are three pairs (t^3 - t = 6) and one tie of four (60).
    correction = 1 - (3 * 6 + 60) / (14 * (4**3 - 4))
    assert found.chi_square * correction == pytest.approx(9.28, abs=0.01)
    uncorrected = found.chi_square * correction
    assert 13 * uncorrected / (14 * 3 - uncorrected) == pytest.approx(3.69, abs=0.01)
    assert found.n == 14
    assert 0.01 < found.p < 0.05


@given(seed=st.integers(0, 10**6), n=st.integers(2, 12), k=st.integers(3, 6))
@settings(max_examples=40, deadline=None)
def test_it_agrees_with_scipy_ties_included(seed, n, k):
    table = np.random.default_rng(seed).integers(0, 5, (n, k)).astype(float)
    if all(len(set(row)) == 1 for row in table):
        return
    found, theirs = friedman(table), friedmanchisquare(*table.T)
    assert found.chi_square == pytest.approx(theirs.statistic)
    assert found.chi_square_p == pytest.approx(theirs.pvalue)


def test_by_hand():
    # Ranks 1 2 3 / 1 2 3 / 1 3 2: averages 1, 7/3, 8/3; chi2 = 12*3/(3*4) * (1 + 1/9 + 4/9) = 14/3.
    found = friedman([[3, 2, 1], [3, 2, 1], [3, 1, 2]])
    assert found.chi_square == pytest.approx(14 / 3)
    assert found.f == pytest.approx(2 * (14 / 3) / (3 * 2 - 14 / 3))


def test_one_and_the_same_order_everywhere():
    found = friedman([[3, 2, 1]] * 4)
    assert found.f == np.inf
    assert found.p == pytest.approx((1 / 6) ** 3)


def test_nothing_differs():
    assert friedman(np.ones((5, 3))).p == 1.0


def test_one_data_set_is_none():
    with pytest.raises(InputError, match="several data sets; found 1"):
        friedman([[0.1, 0.2]])
