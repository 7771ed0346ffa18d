"""Items out as CoNLL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from asknext.annotations import Annotated, Annotation, Span, Text
from asknext.errors import InputError
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.fitting import fitting
from asknext.formats.exchange.output import write_whole
from asknext.formats.exchange.tag_schemes import SCHEMES, tags_of_spans
from asknext.formats.exchange.tokens import flat_spans, tokens_of

__all__ = ["write_conll"]


def write_conll(items: Iterable[Annotated], path: Path, *, scheme: str = "bio", approximate: bool = False) -> Carried:
    """Write sentences with the tags of a scheme, parted by tabs; gives what did not come along.

    A text without tokens of its own is cut into words and signs. Spans that overlap, or that begin or end inside of a
    token, are lost; to ``approximate`` the latter are widened to whole tokens.
    """
    if scheme not in SCHEMES:
        raise InputError(f"There is no scheme {scheme!r}; known are {', '.join(SCHEMES)}.")
    carried = Carried()
    write_whole(path, _blocks(items, scheme, carried, approximate))
    return carried


def _blocks(items: Iterable[Annotated], scheme: str, carried: Carried, approximate: bool) -> Iterator[str]:
    document: object = None
    for item in items:
        text = item.content
        if not isinstance(text, Text):
            carried.lose(item, "an item that is no text")
            continue
        here = item.meta.get("document")
        tokens = tokens_of(text)
        if not tokens:
            carried.lose(item, "a text without a token")
            continue
        words = [text.text[start:end] for start, end in tokens]
        columns = _between(item, len(words))
        if here is not None and here != document:
            yield "-DOCSTART-\t" + "-X-\t" * len(columns) + "O\n\n"
        document = here
        tags = _tags(item, tokens, scheme, carried, approximate)
        if any(char in word for word in words for char in "\t\n\r"):
            carried.lose(item, "a text with a token that holds a tab or a line end")
            continue
        if " ".join(words) != text.text:
            carried.change(item, "a text's own spaces, as its tokens are written with one between")
        carried.items += 1
        carried.lose_meta(item, ("document", "columns"))
        yield "".join("\t".join(row) + "\n" for row in zip(words, *columns, tags, strict=True)) + "\n"


def _tags(
    item: Annotated, tokens: tuple[tuple[int, int], ...], scheme: str, carried: Carried, approximate: bool
) -> list[str]:
    said: list[Annotation] = []
    for each in fitting(item, item.annotations, ("span",), carried):
        if each.label is None or not isinstance(each.value, Span):
            carried.lose(item, "an annotation without a class", each)
        else:
            said.append(each)
    for each in item.predictions:
        carried.lose(item, "a prediction", each)
    kept = flat_spans(item, said, tokens, carried, approximate=approximate)
    for _, each in kept:
        carried.annotations += 1
        carried.lose_fields(item, each, ())
    spans = [span for span, _ in kept]
    if scheme == "io" and any(a.end == b.start and a.label == b.label for a, b in pairwise(spans)):
        carried.change(item, "two spans that touch, which IO joins to one")
    return tags_of_spans(len(tokens), spans, scheme)


def _between(item: Annotated, length: int) -> list[list[str]]:
    columns = item.meta.get("columns") or []
    return [list(map(str, each)) for each in columns if isinstance(each, list) and len(each) == length]
