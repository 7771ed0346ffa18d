"""Expected average precision of the items that are left."""

from itertools import product

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

import asknext
from asknext.errors import InputError
from asknext.strategies.uncertainty.expected_average_precision import expected_without_each


def expected(p):
    """Over every way the items can turn out, its chance times the average precision."""
    found = 0.0
    for members in product([0, 1], repeat=len(p)):
        chance = np.prod([q if member else 1 - q for q, member in zip(p, members, strict=True)])
        if any(members):
            found += chance * average_precision_score(members, np.arange(len(p))[::-1])
    return found


def test_it_is_the_mean_over_all_outcomes():
    p = np.sort(np.random.default_rng(0).random(7))[::-1]
    np.testing.assert_allclose(expected_without_each(p), [expected(np.delete(p, i)) for i in range(7)], atol=1e-12)


def test_worked_numbers():
    # Without the first: .5 and .2. Both members, .1: 1; the first alone, .4: 1; the second alone, .1: 1/2. Sum .55.
    # Without the second, .8 and .2: .16 + .64 + .02 = .82. Without the third, .8 and .5: .4 + .4 + .05 = .85.
    np.testing.assert_allclose(expected_without_each(np.array([0.8, 0.5, 0.2])), [0.55, 0.82, 0.85])


def test_classes_add_up():
    p = np.random.default_rng(1).dirichlet(np.ones(3), 6)
    batch = asknext.select("expected_average_precision", 6, probabilities=p)
    wanted = [sum(expected(np.sort(np.delete(column, item))[::-1]) for column in p.T) for item in range(6)]
    assert batch.indices.tolist() == np.argsort(wanted)[::-1].tolist()
    np.testing.assert_allclose(batch.scores, np.sort(wanted)[::-1], atol=1e-10)


def test_large_pools_are_refused_with_the_remedy():
    with pytest.raises(InputError, match=r"at most 400 unlabelled items, but there are 401: use \{'name': 'subsample'"):
        asknext.select("expected_average_precision", 1, probabilities=np.full((401, 2), 0.5))
    subsample = {"name": "subsample", "strategy": "expected_average_precision", "size": 50}
    assert len(asknext.select(subsample, 3, probabilities=np.full((401, 2), 0.5))) == 3
