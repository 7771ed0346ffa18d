"""The best few, and what the others may be at best."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asknext.strategies.geometry.shortlist import shortlist


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=30), st.integers(1, 30), st.integers(0, 99))
def test_the_largest_by_value_then_key(values, size, seed):
    values, keys = np.array(values, dtype=float), np.random.default_rng(seed).permutation(len(values)) / 100
    order = sorted(range(len(values)), key=lambda place: (values[place], keys[place]), reverse=True)
    found = shortlist(values, keys, size, (-1.0, -1.0))
    assert set(found.places.tolist()) == set(order[:size])
    left = order[size:]
    assert found.floor == ((values[left[0]], keys[left[0]]) if left else (-1.0, -1.0))


def test_a_higher_floor_stays():
    assert shortlist(np.array([1.0, 2.0, 3.0]), np.array([0.1, 0.2, 0.3]), 1, (2.5, 0.0)).floor == (2.5, 0.0)
