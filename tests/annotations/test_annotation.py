from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from tests.annotations import made

from asknext.annotations import KINDS, Annotation, Box, Span, label_from_json, label_to_json
from asknext.errors import DataError


@settings(max_examples=80, deadline=None)
@given(made.everything)
def test_what_is_stored_comes_back_the_same(found: Annotation) -> None:
    told = json.loads(json.dumps(label_to_json([found]), allow_nan=False))
    assert label_from_json(told) == (found,)


def test_the_stored_form_is_the_documented_one() -> None:
    found = Annotation(Box(1, 2, 3, 4), "cat", 0.5, id="a", attributes={"k": 1})
    assert label_to_json([found]) == {
        "version": 1,
        "annotations": [
            {
                "type": "box", "x": 1.0, "y": 2.0, "width": 3.0, "height": 4.0, "class": "cat", "score": 0.5, "id": "a",
                "attributes": {"k": 1},
            }
        ],
    }  # fmt: skip


def test_the_example_in_the_documentation_is_read() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "how_to" / "formats.md").read_text(encoding="utf-8")
    example = page.partition("```json\n")[2].partition("```")[0]
    assert [each.value.kind for each in label_from_json(json.loads(example))] == ["box", "polygon", "mask", "relation"]
    for kind in KINDS:
        assert f"| `{kind}` |" in page


def test_every_kind_is_known_by_its_name() -> None:
    assert {each.kind: each for each in KINDS.values()} == KINDS
    assert len(KINDS) == 13


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"version": 2, "annotations": []}, "version 2"),
        ({"annotations": []}, "lacks 'version'"),
        ({"version": 1, "annotations": [{"type": "blob"}]}, "annotation 1: .*'blob'; known are box"),
        ({"version": 1, "annotations": [{"type": "box", "x": 1, "y": 1, "width": 1}]}, "lacks 'height'"),
        ({"version": 1, "annotations": [{"type": "span", "start": 1, "end": 3, "ends": 3}]}, "has 'ends'"),
        ({"version": 1, "annotations": [{"type": "span", "start": 1.5, "end": 3}]}, "start is 1.5"),
        ({"version": 1, "annotations": {"type": "span"}}, "expected a list"),
        ({"version": 1, "annotations": [{"type": "class", "score": 1.5}]}, "the score is 1.5"),
        ({"version": 1, "annotations": [{"type": "class", "score": True}]}, "the score is True"),
        ({"version": 1, "annotations": [{"type": "class", "class": " a"}]}, "spaces around it"),
        ({"version": 1, "annotations": [{"type": "class", "class": "a\nb"}]}, "control character"),
        ({"version": 1, "annotations": [{"type": "class", "class": "\ud800"}]}, "half a character"),
        ({"version": 1, "annotations": [{"type": "mask", "size": [10**9, 10**9], "counts": "1"}]}, "50,000,000"),
        ({"version": 1, "annotations": [{"type": "number", "value": 10**5000}]}, "finite number"),
        ({"version": 1, "annotations": [{"type": ["box"]}]}, "type"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_place(value: Any, message: str) -> None:
    with pytest.raises(DataError, match=message):
        label_from_json(value)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 1e8, "3", None, True, [1]])
def test_a_coordinate_is_a_finite_number_of_sane_size(bad: Any) -> None:
    with pytest.raises(DataError, match="x is"):
        Box(bad, 1, 1, 1)


def test_values_of_numpy_are_taken() -> None:
    import numpy as np

    assert Box(np.float32(1.5), np.int64(2), np.float64(3), 4) == Box(1.5, 2, 3, 4)
    assert Span(np.int64(1), np.int32(2)) == Span(1, 2)


@pytest.mark.parametrize(("w", "h"), [(0, 1), (1, 0), (-1, 1)])
def test_a_box_has_area(w: float, h: float) -> None:
    with pytest.raises(DataError, match="no area"):
        Box(0, 0, w, h)
