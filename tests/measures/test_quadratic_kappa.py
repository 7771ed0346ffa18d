import warnings

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from asknext.measures.quadratic_kappa import quadratic_kappa

PAIRS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=30)


@settings(max_examples=20)
@given(PAIRS)
def test_it_is_that_of_scikit_learn(pairs):
    one, other = np.array(pairs).T
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where it is not defined
        expected = cohen_kappa_score(one, other, weights="quadratic", labels=[1, 2, 3, 4, 5])
    np.testing.assert_allclose(quadratic_kappa(one, other), expected, atol=1e-12)


def test_a_worked_example_and_nothing():
    found = quadratic_kappa(np.array([1, 2, 3]), np.array([1, 2, 2]))
    assert abs(found - (1 - (1 / 3) / (2 / 3 + 2 / 9 + 1 / 9))) < 1e-12
    assert np.isnan(quadratic_kappa(np.array([], dtype=int), np.array([], dtype=int)))
