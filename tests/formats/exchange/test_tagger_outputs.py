"""Objects as spaCy and transformers give them, made by hand: neither library is needed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from asknext.annotations import Span, Text
from asknext.errors import InputError
from asknext.formats.exchange import from_pipeline, from_spacy, from_transformers, sequence

TEXT = "Anna Lee met\nParis. She left."


class Doc(list[Any]):
    """The parts of a spaCy document that are read."""

    def __init__(self, sentences: bool = True) -> None:
        words = ["Anna", "Lee", "met", "\n", "Paris", ".", "She", "left", "."]
        starts = [0, 5, 9, 12, 13, 18, 20, 24, 28]
        super().__init__(SimpleNamespace(idx=at, text=word) for word, at in zip(words, starts, strict=True))
        self.text, self._cut = TEXT, sentences
        self.ents = [SimpleNamespace(start_char=0, end_char=8, label_="person")]
        self.sents = [SimpleNamespace(start=0, end=6), SimpleNamespace(start=6, end=9)]
        self.spans = {"sc": Group([SimpleNamespace(start_char=13, end_char=18, label_="place")])}

    def has_annotation(self, name: str) -> bool:
        return self._cut and name == "SENT_START"


class Group(list[Any]):
    def __init__(self, spans: list[Any]) -> None:
        super().__init__(spans)
        self.attrs = {"scores": np.array([0.75], dtype=np.float32)}


def said(item: Any) -> list[tuple[Any, ...]]:
    return [(each.value, each.label, each.score) for each in item.predictions]


def test_entities_of_a_document() -> None:
    item = from_spacy(Doc(), "a")
    assert said(item) == [(Span(0, 8), "person", None)]
    assert isinstance(item.content, Text)
    assert [TEXT[a:b] for a, b in item.content.tokens or ()] == ["Anna", "Lee", "met", "Paris", ".", "She", "left", "."]


def test_spans_of_a_group_with_their_scores() -> None:
    assert said(from_spacy(Doc(), "a", group="sc")) == [(Span(13, 18), "place", 0.75)]
    with pytest.raises(InputError, match="no spans 'x'; it has sc"):
        from_spacy(Doc(), "a", group="x")


def test_probabilities_of_tokens_by_sentence() -> None:
    table = np.tile([[0.75, 0.25]], (9, 1))
    first, second = sequence(from_spacy(Doc(), "a", probabilities=table))
    assert (len(first), len(second)) == (5, 3), "the line end is no token"
    assert len(sequence(from_spacy(Doc(sentences=False), "a", probabilities=table))) == 8
    with pytest.raises(InputError, match=r"shape \(4, 2\), expected finite numbers, a row for each of 9 tokens"):
        from_spacy(Doc(), "a", probabilities=table[:4])


NAMES = {0: "O", 1: "B-person", 2: "I-person"}
OFFSETS = [(0, 0), (0, 2), (2, 4), (4, 8), (8, 12), (0, 0)]  # the way of byte-level tokenizers: " Lee"


def logits(*tags: int) -> Any:
    return np.log(np.full((len(tags), 3), 0.1) + 0.7 * np.eye(3)[list(tags)])[None]


def test_logits_of_tokens() -> None:
    item = from_transformers("Anna Lee met", logits(0, 1, 2, 2, 0, 0), OFFSETS, NAMES, "a")
    [(value, label, score)] = said(item)
    assert (value, label) == (Span(0, 8), "person")
    assert score == pytest.approx(0.8)
    assert item.content == Text("Anna Lee met", ((0, 2), (2, 4), (5, 8), (9, 12)))
    np.testing.assert_allclose(np.sum(sequence(item), axis=1), np.ones(4))


def test_the_first_part_speaks_for_its_word() -> None:
    words = [None, 0, 0, 1, 2, None]
    item = from_transformers("Anna Lee met", logits(0, 1, 0, 2, 0, 0), OFFSETS, NAMES, "a", word_ids=words)
    assert item.content == Text("Anna Lee met", ((0, 4), (5, 8), (9, 12)))
    assert [each[0] for each in said(item)] == [Span(0, 8)]
    np.testing.assert_allclose(sequence(item)[0], [0.1, 0.8, 0.1])


def test_a_text_without_a_token_says_nothing() -> None:
    item = from_transformers("", logits(0), [(0, 0)], NAMES, "a")
    assert (item.predictions, sequence(item)) == ((), None)


def test_lists_of_a_pipeline() -> None:
    grouped = [{"entity_group": "person", "score": np.float32(0.5), "word": "Anna Lee", "start": 0, "end": 8}]
    assert said(from_pipeline(grouped, TEXT, "a")) == [(Span(0, 8), "person", 0.5)]
    tokens = [
        {"entity": "B-person", "score": 0.75, "index": 1, "start": 0, "end": 4},
        {"entity": "I-person", "score": 0.25, "index": 2, "start": 5, "end": 8},
        {"entity": "I-person", "score": 0.5, "index": 5, "start": 13, "end": 18},
    ]
    assert said(from_pipeline(tokens, TEXT, "a")) == [(Span(0, 8), "person", 0.5), (Span(13, 18), "person", 0.5)]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: from_spacy("no", "a"), "str is no document of spaCy"),
        (
            lambda: from_pipeline([{"entity_group": "x", "score": 1}], "x", "a"),
            "no start and end; use a fast tokenizer",
        ),
        (lambda: from_transformers("Anna", logits(2), [(0, 4)], ["O"], "a"), "The tag 2 is not among the 1 names"),
        (lambda: from_transformers("Anna", logits(2), [(0, 4)], ["O", "x", "y"], "a"), "'y' is neither O nor"),
        (lambda: from_transformers("Anna", np.repeat(logits(1), 2, 0), [(0, 4)], NAMES, "a"), r"shape \(2, 1, 3\)"),
        (lambda: from_transformers("Anna", logits(1), [(0, 9)], NAMES, "a"), "leaves the text"),
        (lambda: from_transformers("Anna", logits(1), [(0, 4)], NAMES, "a", word_ids=[]), "0 word ids for 1 tokens"),
    ],
)
def test_what_cannot_be_used(call: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
