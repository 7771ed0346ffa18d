from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asknext.annotations import Mask
from asknext.errors import DataError


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 10**6))
def test_pixels_area_and_bounds_are_those_of_the_array(height: int, width: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).random((height, width)) < 0.4
    mask = Mask.of_pixels(pixels)
    assert (mask.pixels() == pixels).all()
    assert mask.area == pixels.sum()
    if pixels.any():
        rows, columns = np.nonzero(pixels)
        assert mask.bounds == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


def test_equal_masks_are_equal_however_their_runs_are_cut() -> None:
    assert Mask.of_runs(2, 3, [1, 2, 0, 1, 2]) == Mask.of_runs(2, 3, [1, 3, 2])
    assert Mask.of_runs(2, 3, [1, 3, 2]).runs.tolist() == [1, 3, 2]


@pytest.mark.parametrize(
    ("size", "runs"),
    [
        ((2, 3), [1, 2]), ((2, 3), [7]), ((2, 3), [-1, 7]), ((2, 3), []), ((2, 3), [1.5, 4.5]), ((2, 3), [[6]]),
        ((2, 3), [10**30]), ((2, 3), "aaa"), ((0, 3), [0]), ((10**5, 10**5), [10**10]),
        ((2, 3), [2**62, 2**62, 2**62, 6]),
    ],
)  # fmt: skip
def test_runs_that_do_not_cover_the_image_are_refused(size: tuple[int, int], runs: Any) -> None:
    with pytest.raises(DataError):
        Mask.of_runs(*size, runs)


def test_a_bomb_is_refused_before_anything_is_unpacked() -> None:
    with pytest.raises(DataError, match="more than 50,000,000"):
        Mask(100_000, 100_000, "PPPP")
    with pytest.raises(DataError, match="cover"):
        Mask(100, 100, "o" * 9 + "0")
