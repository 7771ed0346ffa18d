"""One number for everything that can change a result."""

from __future__ import annotations

import numpy as np
import pytest

from asknext.lab.data_sets.fingerprint import fingerprint_of


def test_every_element_of_a_large_array_counts():
    rows = np.zeros((3, 5000))
    changed = rows.copy()
    changed[1, 2500] = 1e-12
    assert fingerprint_of(rows) != fingerprint_of(changed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (np.zeros((2, 3)), np.zeros((3, 2))),
        (np.zeros(2), np.zeros(2, dtype=np.float32)),
        (["ab", "c"], ["a", "bc"]),
        (["1"], [1]),
        ([("a",), ()], [(), ("a",)]),
        ({"a": np.zeros(1)}, {"b": np.zeros(1)}),
        (None, []),
    ],
)
def test_what_differs_has_another_number(one, other):
    assert fingerprint_of(one) != fingerprint_of(other)


def test_the_order_of_bytes_and_of_keys_does_not_count():
    assert fingerprint_of(np.arange(3, dtype=">i8")) == fingerprint_of(np.arange(3, dtype="<i8"))
    assert fingerprint_of({"a": 1, "b": 2}) == fingerprint_of({"b": 2, "a": 1})
