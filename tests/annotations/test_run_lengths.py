from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asknext.annotations.run_lengths import area_of, combined, compact, packed, pixels_of, runs_of, unpacked
from asknext.errors import DataError

# made with pycocotools 2.0.11: the text of random masks and polygons
CASES = json.loads((Path(__file__).parent / "coco_masks.json").read_text())


@pytest.mark.parametrize("case", CASES["masks"], ids=range(len(CASES["masks"])))
def test_the_text_is_that_of_the_coco_api(case: dict[str, list[int] | str | int]) -> None:
    rows = np.array([[char == "1" for char in row] for row in case["rows"]])  # type: ignore[union-attr]
    assert packed(runs_of(rows)) == case["counts"]
    assert (pixels_of(unpacked(str(case["counts"])), *rows.shape) == rows).all()
    assert area_of(runs_of(rows)) == case["area"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 2**40), min_size=1, max_size=30))
def test_any_lengths_come_back_from_their_text(lengths: list[int]) -> None:
    runs = np.array(lengths, dtype=np.int64)
    assert unpacked(packed(runs)).tolist() == lengths


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=20), st.lists(st.integers(0, 3), min_size=1, max_size=20))
def test_two_masks_together_are_their_pixels_together(one: list[int], two: list[int]) -> None:
    total = max(sum(one), sum(two)) + 1
    first, second = (np.array([*each, total - sum(each)], dtype=np.int64) for each in (one, two))
    for keep in (np.logical_and, np.logical_or, np.logical_xor):
        found = combined(first, second, keep)
        expected = keep(pixels_of(first, total, 1), pixels_of(second, total, 1))
        assert (pixels_of(found, total, 1) == expected).all()
        assert found.tolist() == runs_of(expected).tolist()
    assert compact(first).tolist() == runs_of(pixels_of(first, total, 1)).tolist()


@pytest.mark.parametrize("text", ["", "é", "1\x7f", "o", "Poooooooooooo0", "\n"])
def test_a_damaged_text_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="run lengths"):
        unpacked(text)
