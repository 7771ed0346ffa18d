"""Ticks are round and cover the range."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asknext.report.ticks import ticks


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_they_cover_the_range_evenly(low: float, span: float) -> None:
    found = ticks(low, low + span)
    assert found[0] <= low + 1e-6 * span + 1e-9
    assert found[-1] >= low + span - 1e-6 * span - 1e-9
    assert 2 <= len(found) <= 13


def test_they_are_round() -> None:
    assert ticks(0.41, 0.97) == [0.4, 0.6, 0.8, 1.0]
    assert ticks(20, 320, 6) == [0, 50, 100, 150, 200, 250, 300, 350]


def test_a_flat_curve_still_has_an_axis() -> None:
    assert ticks(0.5, 0.5) == pytest.approx([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
