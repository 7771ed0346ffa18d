"""Predicted spans as what sequence strategies read: worked numbers, lines, ways it is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import asknext
from asknext.annotations import Annotated, Annotation, Box, LabelClass, Span, Text
from asknext.errors import DataError
from asknext.formats.exchange import open_labels, sequence, sequences, write_labels
from asknext.formats.rows import Reject


def text(name: str, said: str, *spans: Annotation, **meta: object) -> Annotated:
    return Annotated(name, Text(said), predictions=spans, meta=meta)


PARIS = Annotation(Span(0, 5), "place", 0.8)
ANNA = Annotation(Span(10, 18), "person", 0.5)


def test_spans_and_their_scores() -> None:
    found = sequence(text("a", "Paris met Anna Lee", PARIS, ANNA))
    np.testing.assert_allclose(found["probabilities"], [[0.2, 0.8, 0], [1, 0, 0], [0.5, 0, 0.5], [0.5, 0, 0.5]])
    assert found["path"] == pytest.approx(0.8 * 0.5)


def test_probabilities_of_a_span_are_those_of_its_tokens() -> None:
    found = sequence(text("a", "Paris", Annotation(Span(0, 5), "place", probabilities=(0.6, 0.3))))
    np.testing.assert_allclose(found["probabilities"], [[0.1, 0.6, 0.3]])
    assert found["path"] == 0.6


def test_of_two_spans_on_a_token_the_less_sure_one_speaks() -> None:
    whole = Annotation(Span(0, 18), "event", 0.9)
    found = sequence(text("a", "Paris met Anna Lee", PARIS, whole))
    np.testing.assert_allclose(found["probabilities"][:2], [[0.2, 0.8, 0], [0.1, 0, 0.9]])


def test_lines_are_sentences_and_columns_the_same_everywhere() -> None:
    two, none = text("a", "Paris\n\nmet Anna Lee", PARIS), text("b", "nobody", ANNA)
    first, second = sequences([two, none])
    assert [one["probabilities"].shape for one in first] == [(1, 3), (3, 3)]
    assert second["probabilities"].shape == (1, 3)
    assert sequences([two, none, text("empty", " \n")], ["b", "gone", "empty"])[1:] == [None, None]


def test_token_probabilities_are_taken_as_they_are_and_survive_a_file(tmp_path: Path) -> None:
    table = [[0.9, 0.1], [0.6, 0.4]]
    items = [
        text("a", "Paris met", token_probabilities=table),
        text("b", "so", token_probabilities=[[0.5, 0.5]], path=0.4),
    ]
    assert sequences(items) == [table, {"probabilities": [[0.5, 0.5]], "path": 0.4}]
    write_labels(items, [LabelClass("place")], tmp_path / "told.jsonl", "asknext")
    assert sequences(open_labels(tmp_path / "told.jsonl", "asknext")) == sequences(items)


def test_the_strategies_read_it() -> None:
    items = [text("a", "Paris met Anna Lee", PARIS, ANNA), text("b", "Paris met", PARIS), text("c", "nobody")]
    found = asknext.select("mnlp", 3, sequences=sequences(items))
    assert found.indices.tolist() == [0, 1, 2]
    assert found.scores == pytest.approx([-np.log(0.4) / 4, -np.log(0.8) / 2, 0])


def test_what_cannot_be_used() -> None:
    with pytest.raises(DataError, match="'place' has no score"):
        sequence(text("a", "Paris", Annotation(Span(0, 5), "place")))
    with pytest.raises(DataError, match="'a' is no text"):
        sequence(Annotated("a", None, predictions=(Annotation(Box(0, 0, 1, 1), "x", 0.5),)))
    with pytest.raises(DataError, match="two items have the name 'a'"):
        sequences([text("a", "x"), text("a", "y")])
    with pytest.raises(DataError, match="broken"):
        sequences([Reject("f", 3, None, "broken", "")])


def test_scores_of_spans_are_read(tmp_path: Path) -> None:
    spans = [{"start": 0, "end": 5, "label": "place", "score": 0.8}, {"start": 6, "end": 9, "label": "place"}]
    wrong = [{"start": 0, "end": 5, "label": "place", "score": 8}]
    lines = [{"id": "a", "text": "Paris met", "spans": spans}, {"id": "b", "text": "Paris", "spans": wrong}]
    (tmp_path / "told.jsonl").write_text("\n".join(map(json.dumps, lines)))
    item, refused = open_labels(tmp_path / "told.jsonl", "spans")
    assert isinstance(item, Annotated)
    assert [each.score for each in item.annotations] == [0.8, None]
    assert isinstance(refused, Reject)
    assert "the score is 8" in refused.reason
