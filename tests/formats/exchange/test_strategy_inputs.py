from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import asknext
from asknext.annotations import Annotated, Annotation, Box, LabelClass, Picture, Polygon
from asknext.errors import DataError
from asknext.formats.exchange import detections, open_labels, read_token_probabilities, write_labels
from asknext.formats.rows import Reject


def predicted(name: str, *scores: float) -> Annotated:
    said = tuple(Annotation(Box(1, 1, 2, 2), "cat", score, (0.2, 0.8)) for score in scores)
    return Annotated(name, Picture(9, 9), predictions=said)


# The worked case of min_box_confidence: with a floor of .15, A (.9, .2) before B (.5) before C without a box.
ITEMS = [predicted("c.png"), predicted("b.png", 0.5), predicted("a.png", 0.9, 0.2)]


def test_the_worked_case_by_prediction_files(tmp_path: Path) -> None:
    write_labels(ITEMS, (LabelClass("dog"), LabelClass("cat")), tmp_path / "p", "predictions")
    names = ["c.png", "b.png", "a.png", "not-looked-at.png"]
    found = detections(open_labels(tmp_path / "p"), names)
    assert found[3] is None
    batch = asknext.select("min_box_confidence", 3, detections=found[:3], floor=0.15)
    assert [names[row] for row in batch.indices] == ["a.png", "b.png", "c.png"]
    assert found[2] is not None
    assert found[2]["probabilities"].tolist() == [[0.2, 0.8]] * 2


def test_a_file_of_detections_is_what_asknext_select_reads(tmp_path: Path) -> None:
    from asknext.formats.array_file import read_lines

    write_labels(ITEMS, (), tmp_path / "d.jsonl", "detections")
    batch = asknext.select("min_box_confidence", 1, detections=read_lines(tmp_path / "d.jsonl"), floor=0.15)
    assert batch.indices.tolist() == [2]


def test_bounds_stand_for_outlines() -> None:
    outline = Annotation(Polygon.of(((1, 1), (4, 2), (2, 5))), "cat", 0.5)
    [found] = detections([Annotated("a", Picture(9, 9), predictions=(outline,))])
    assert found is not None
    assert found["boxes"].tolist() == [[1, 1, 4, 5]]


def test_what_cannot_be_scored_is_refused() -> None:
    with pytest.raises(DataError, match="two items have the name"):
        detections([ITEMS[0], ITEMS[0]])
    with pytest.raises(DataError, match="bad"):
        detections([Reject("f", 1, None, "bad", "")])
    with pytest.raises(DataError, match="has no score"):
        detections([Annotated("a", Picture(), predictions=(Annotation(Box(0, 0, 1, 1), "x"),))])


def test_token_probabilities_become_sequences(tmp_path: Path) -> None:
    lines = [
        {"id": "s1", "tokens": ["a", "b"], "probabilities": [[0.9, 0.1], [0.8, 0.2]], "path": 0.7},
        {"id": "s2", "logits": [[0, 0]]},
        {"id": "s1", "probabilities": [[0.5, 0.5]]},
    ]
    path = tmp_path / "t.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    first, second = read_token_probabilities(path)
    assert [each["probabilities"].shape for each in first] == [(2, 2), (1, 2)]
    assert first[0]["path"] == 0.7
    assert np.allclose(second["probabilities"], 0.5)
    batch = asknext.select("mean_token_entropy", 1, sequences=read_token_probabilities(path, ["s1", "s2"]))
    assert batch.indices.tolist() == [1]


def test_probabilities_that_fit_no_list_of_classes_are_left_out_and_told(tmp_path: Path) -> None:
    carried = write_labels(ITEMS, (), tmp_path / "p", "predictions")
    assert carried.lost["the probabilities, which are not one for each class"].count == 3
    assert len(detections(open_labels(tmp_path / "p"))) == 3


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"id": 1}, 'neither "probabilities" nor "logits"'),
        ({"probabilities": [[1], [1, 0]]}, "no table of numbers"),
        ({"probabilities": [["x"]]}, "no table of numbers"),
        ({"probabilities": [1]}, "shape"),
        ({"tokens": ["a"], "probabilities": [[1.0], [1.0]]}, "1 tokens and 2 rows"),
    ],
)
def test_an_unsound_line_is_named(line: object, reason: str, tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text(json.dumps(line))
    with pytest.raises(DataError, match=reason) as caught:
        read_token_probabilities(tmp_path / "t.jsonl")
    assert caught.value.line == 1


def test_a_missing_sentence_is_named(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"id": "a", "logits": [[1, 2]]}')
    with pytest.raises(DataError, match="no line with the id 'b'"):
        read_token_probabilities(tmp_path / "t.jsonl", ["a", "b"])
