"""Tags of tokens and the spans they mean: BIO (IOB2), IOB1, BIOES, BILOU, IO."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from asknext.errors import DataError

__all__ = ["SCHEMES", "TokenSpan", "spans_of_tags", "tags_of_spans"]

SCHEMES = ("bio", "iob1", "bioes", "bilou", "io")
_BEGINS, _GOES_ON, _ENDS, _ALONE = "B", "I", "EL", "SU"


class TokenSpan(NamedTuple):
    """Tokens from ``start`` up to but not with ``end``, and their class."""

    start: int
    end: int
    label: str


def spans_of_tags(tags: Sequence[str]) -> tuple[list[TokenSpan], int]:
    """The spans of a sentence, whatever the scheme, and at how many tokens its rules were broken.

    A span begins at B, S or U, and at any other tag that cannot go on with the one before it; it ends after E, L, S or
    U, and before whatever does not go on. That is how the CoNLL evaluation reads them. Raises `DataError` for a tag
    that is neither O nor of the form B-CLASS.
    """
    spans: list[TokenSpan] = []
    open_at, open_label, broken = None, "", 0
    for at, tag in enumerate(tags):
        letter, label = _parts(tag)
        goes_on = open_at is not None and label == open_label and letter in _GOES_ON + _ENDS
        if open_at is not None and not goes_on:
            spans.append(TokenSpan(open_at, at, open_label))
            open_at = None
        if letter == "O":
            continue
        if open_at is None:
            broken += letter in _GOES_ON + _ENDS
            open_at, open_label = at, label
        if letter in _ENDS + _ALONE:
            spans.append(TokenSpan(open_at, at + 1, label))
            open_at = None
    if open_at is not None:
        spans.append(TokenSpan(open_at, len(tags), open_label))
    return spans, broken


def tags_of_spans(length: int, spans: Sequence[TokenSpan], scheme: str = "bio") -> list[str]:
    """The tags of a sentence of ``length`` tokens; ``spans`` are in order and do not overlap."""
    tags = ["O"] * length
    before: TokenSpan | None = None
    for span in spans:
        touching = before is not None and before.end == span.start and before.label == span.label
        letters = _letters(span.end - span.start, scheme, touching=touching)
        tags[span.start : span.end] = [f"{letter}-{span.label}" for letter in letters]
        before = span
    return tags


def _letters(length: int, scheme: str, *, touching: bool) -> str:
    if scheme in ("bioes", "bilou"):
        end, alone = ("E", "S") if scheme == "bioes" else ("L", "U")
        return alone if length == 1 else "B" + "I" * (length - 2) + end
    if scheme == "io" or (scheme == "iob1" and not touching):
        return "I" * length
    return "B" + "I" * (length - 1)


def _parts(tag: str) -> tuple[str, str]:
    if tag == "O":
        return "O", ""
    letter, dash, label = tag.partition("-")
    if not dash or not label or letter not in ("B", "I", "E", "L", "S", "U"):
        raise DataError(f"the tag {tag[:40]!r} is neither O nor of the form B-CLASS (letters B I E S L U)")
    return letter, label
