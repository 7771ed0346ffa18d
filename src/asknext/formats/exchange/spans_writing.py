"""Items out as spans in JSON Lines."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from asknext.annotations import Annotated, Annotation, ItemClass, Relation, Span, Text
from asknext.errors import InputError
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.fitting import fitting
from asknext.formats.exchange.output import write_whole
from asknext.formats.exchange.tokens import tokens_of

__all__ = ["STYLES", "write_spans"]

STYLES = ("prodigy", "doccano", "spacy")


def write_spans(items: Iterable[Annotated], path: Path, *, style: str = "prodigy") -> Carried:
    """Write a text a line with its spans, in the ``style`` of Prodigy, doccano or spaCy.

    Relations are said by the first two, classes of a whole text by Prodigy and spaCy. Predictions are not written.
    Gives what did not come along.
    """
    if style not in STYLES:
        raise InputError(f"There is no style {style!r}; known are {', '.join(STYLES)}.")
    carried = Carried()
    write_whole(path, _lines(items, style, carried))
    return carried


_KINDS = {
    "prodigy": ("span", "relation", "class"), "doccano": ("span", "relation"), "spacy": ("span", "class")
}  # fmt: skip


def _lines(items: Iterable[Annotated], style: str, carried: Carried) -> Iterator[str]:
    write: Callable[[Annotated, Text, list[Annotation]], dict[str, Any]] = _WRITERS[style]
    for item in items:
        if not isinstance(item.content, Text):
            carried.lose(item, "an item that is no text")
            continue
        said = [
            each for each in fitting(item, item.annotations, _KINDS[style], carried) if _sayable(item, each, carried)
        ]
        for each in item.predictions:
            carried.lose(item, "a prediction", each)
        told = write(item, item.content, said)
        if style == "doccano" and item.content.tokens is not None:
            carried.lose(item, "where the tokens of a text are")
        carried.items += 1
        yield json.dumps({**_meta(item, style), **told}, ensure_ascii=False, allow_nan=False) + "\n"


def _sayable(item: Annotated, found: Annotation, carried: Carried) -> bool:
    if found.label is None and isinstance(found.value, ItemClass):
        carried.lose(item, "an annotation without a class", found)
        return False
    if isinstance(found.value, Relation) and not {found.value.source, found.value.target} <= _spans(item):
        carried.lose(item, "a relation whose ends are not both spans of the text", found)
        return False
    if isinstance(found.value, Relation) and not found.value.directed:
        carried.change(item, "a relation without a direction, given one", found)
    carried.annotations += 1
    carried.lose_fields(item, found, ())
    return True


def _spans(item: Annotated) -> set[str]:
    return {each.id for each in item.annotations if each.id is not None and isinstance(each.value, Span)}


def _meta(item: Annotated, style: str) -> dict[str, Any]:
    id: dict[str, Any] = {"id": int(item.name) if item.name.isdecimal() and len(item.name) < 16 else item.name}
    return id | ({"meta": dict(item.meta)} if item.meta else {})


def _prodigy(item: Annotated, text: Text, said: list[Annotation]) -> dict[str, Any]:
    tokens = tokens_of(text)
    told: dict[str, Any] = {
        "text": text.text,
        "tokens": [
            {"text": text.text[start:end], "start": start, "end": end, "id": at}
            for at, (start, end) in enumerate(tokens)
        ],
        "spans": [_span(each, tokens) for each in said if isinstance(each.value, Span)],
        "answer": "accept",
    }
    if text.tokens is None:
        del told["tokens"]
    by_id = {each.id: each for each in said if each.id is not None}
    relations = [each for each in said if isinstance(each.value, Relation)]
    if relations:
        told["relations"] = [_arc(each, by_id, tokens) for each in relations]
    classes = [each.label for each in said if isinstance(each.value, ItemClass)]
    return told | ({"accept": classes} if classes else {})


def _span(found: Annotation, tokens: tuple[tuple[int, int], ...]) -> dict[str, Any]:
    value = found.value
    assert isinstance(value, Span)
    first, last = (
        bisect_left([end for _, end in tokens], value.start + 1),
        bisect_left([start for start, _ in tokens], value.end),
    )
    told = {"start": value.start, "end": value.end, "token_start": first, "token_end": max(first, last - 1)}
    return told | ({"label": found.label} if found.label else {})


def _arc(found: Annotation, by_id: dict[str, Annotation], tokens: tuple[tuple[int, int], ...]) -> dict[str, Any]:
    assert isinstance(found.value, Relation)
    head, child = (_span(by_id[id], tokens) for id in (found.value.source, found.value.target))
    ends = {"head": head["token_end"], "child": child["token_end"], "head_span": head, "child_span": child}
    return ends | ({"label": found.label} if found.label else {})


def _doccano(item: Annotated, text: Text, said: list[Annotation]) -> dict[str, Any]:
    ids = {each.id: at for at, each in enumerate(said, 1) if each.id is not None}
    spans = [
        {"id": at, "label": each.label, "start_offset": each.value.start, "end_offset": each.value.end}
        for at, each in enumerate(said, 1)
        if isinstance(each.value, Span)
    ]
    relations = [
        {"id": at, "from_id": ids[each.value.source], "to_id": ids[each.value.target], "type": each.label}
        for at, each in enumerate(said, 1)
        if isinstance(each.value, Relation)
    ]
    return {"text": text.text, "entities": spans, "relations": relations, "Comments": []}


def _spacy(item: Annotated, text: Text, said: list[Annotation]) -> dict[str, Any]:
    """Entities may not overlap; where they do, all go to the span group that spaCy's span categoriser reads."""
    spans = sorted((each for each in said if isinstance(each.value, Span)), key=_place)
    places = [_place(each) for each in spans]
    told = [
        {"start": start, "end": end, "label": each.label or ""}
        for (start, end), each in zip(places, spans, strict=True)
    ]
    flat = all(before[1] <= after[0] for before, after in pairwise(places))
    cats = {each.label: 1.0 for each in said if isinstance(each.value, ItemClass)}
    whole: dict[str, Any] = {"text": text.text, "ents": told if flat else []}
    whole |= {} if flat else {"spans": {"sc": [{**each, "kb_id": ""} for each in told]}}
    if text.tokens is not None:
        whole["tokens"] = [{"id": at, "start": start, "end": end} for at, (start, end) in enumerate(text.tokens)]
    return whole | ({"cats": cats} if cats else {})


def _place(found: Annotation) -> tuple[int, int]:
    assert isinstance(found.value, Span)
    return found.value.start, found.value.end


_WRITERS: dict[str, Callable[[Annotated, Text, list[Annotation]], dict[str, Any]]] = {
    "prodigy": _prodigy, "doccano": _doccano, "spacy": _spacy
}  # fmt: skip
