"""Spans in JSON Lines, in the styles of Prodigy, doccano and spaCy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from asknext.annotations import Annotated, Annotation, ItemClass, LabelClass, Relation, Span, Text
from asknext.annotations.json_fields import listed
from asknext.annotations.numbers import whole
from asknext.errors import DataError
from asknext.formats.encoding import Encoding
from asknext.formats.exchange.source import Refused, attempt, named
from asknext.formats.exchange.strict_json import parsed
from asknext.formats.lines import Lines, LineTooLong
from asknext.formats.rows import Reject, shortened

__all__ = ["SpansFile"]

_LINE = 50_000_000
_OWN = {
    "text", "spans", "ents", "label", "labels", "entities", "relations", "tokens", "id", "answer", "accept", "options",
    "_input_hash", "_task_hash", "_view_id", "_timestamp", "_annotator_id", "_session_id", "meta", "cats", "sents",
    "Comments",
}  # fmt: skip


class SpansFile:
    """A text a line with its spans; the style is found out line by line.

    Prodigy: ``{"text", "spans": [{"start", "end", "label"}], "relations", "answer"}``. doccano: ``{"text", "label":
    [[start, end, name]]}`` or ``{"text", "entities": [{"id", "start_offset", "end_offset", "label"}], "relations"}``.
    spaCy: ``{"text", "ents": [...], "spans": {"sc": [...]}, "cats"}`` and ``["text", {"entities": [...]}]``.
    Offsets count Unicode code points; a span may have a ``score`` from 0 to 1. Answers "reject" and "ignore" of Prodigy
    are passed over and counted in ``notes``.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise DataError("there is no such file", source=str(path))
        self.name, self._path, self.notes = str(path), path, list[str]()
        self.classes: tuple[LabelClass, ...] = ()

    def __iter__(self) -> Iterator[Annotated | Reject]:
        passed = 0
        for number, line in self._lines():
            refused = Refused(self.name)
            found = attempt(refused, "", line, parsed, line)
            if isinstance(found, dict) and found.get("answer", "accept") != "accept":
                passed += 1
                continue
            name = f"{self._path.stem}-{number}"
            item = None if found is None else attempt(refused, "", line, _item, found, name)
            if item is not None:
                yield item
            yield from (each._replace(line=number) for each in refused)
        self.notes = [f"{self.name}: {passed:,} lines that were not accepted are passed over."] if passed else []

    def _lines(self) -> Iterator[tuple[int, str]]:
        lines = Lines(self._path, Encoding("utf-8"), _LINE)
        try:
            for line in lines:
                text = line.strip().removeprefix("\ufeff")
                if text:
                    yield lines.number, text
        except LineTooLong:
            raise DataError(f"has more than {_LINE:,} characters", source=self.name, line=lines.number) from None
        except UnicodeDecodeError:
            raise DataError("is not UTF-8; save it as UTF-8", source=self.name, line=lines.number + 1) from None
        finally:
            lines.close()


def _item(found: Any, name: str) -> Annotated:
    if isinstance(found, list) and len(found) == 2 and isinstance(found[1], dict):
        found = {**found[1], "text": found[0]}
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise DataError(f'is {shortened(found)[:60]!r}, expected an object with "text"')
    text = found["text"]
    spans = list(_spans(found))
    said = [_annotation(each, at) for at, each in enumerate(spans, 1)]
    said += _relations(found, said)
    said += _classes(found)
    for each in said:
        if isinstance(each.value, Span) and each.value.end > len(text):
            raise DataError(
                f"the span {each.label!r} ends at {each.value.end}, and the text has {len(text)} characters"
            )
    id = found.get("id")
    meta = dict(found["meta"]) if isinstance(found.get("meta"), dict) else {}
    meta |= {key: value for key, value in found.items() if key not in _OWN}
    return Annotated(name if id in (None, "") else str(id), Text(text, _tokens(found)), tuple(said), meta=meta)


def _spans(found: dict[str, Any]) -> Iterator[Any]:
    entities = found.get(
        "entities", found.get("label") if isinstance(found.get("label"), list) else found.get("labels")
    )
    yield from listed(entities or [], "entities")
    yield from listed(found.get("ents") or [], "ents")
    spans = found.get("spans") or []
    groups = spans.values() if isinstance(spans, dict) else [spans]
    for group in groups:
        yield from listed(group, "spans")


def _annotation(found: Any, at: int) -> Annotation:
    try:
        if isinstance(found, list):
            start, end, label = listed(found, "a span", 3)
            return Annotation(Span(start, end), named(label))
        if not isinstance(found, dict):
            raise DataError("is no object")
        start, end = (whole(found.get(name, found.get(f"{name}_offset")), name) for name in ("start", "end"))
        id = None if found.get("id") in (None, "") or "token_start" in found else str(found["id"])
        label, score = found.get("label"), found.get("score")
        return Annotation(Span(start, end), None if label in (None, "") else named(label), score, id=id)
    except DataError as error:
        raise DataError(f"span {at}: {error.reason}") from None


def _tokens(found: dict[str, Any]) -> tuple[tuple[int, int], ...] | None:
    given = found.get("tokens")
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        return None
    return tuple((whole(each.get("start"), "start"), whole(each.get("end"), "end")) for each in given)


def _relations(found: dict[str, Any], said: list[Annotation]) -> list[Annotation]:
    """doccano names spans by id; Prodigy repeats the spans, which are then given ids of their own."""
    made = []
    for at, each in enumerate(listed(found.get("relations") or [], "relations"), 1):
        if not isinstance(each, dict):
            raise DataError(f"relation {at} is no object")
        label = each.get("label", each.get("type"))
        if "head_span" in each:
            ends = [_found(each.get(side), said, at) for side in ("head_span", "child_span")]
        else:
            ends = [str(each.get(side)) for side in ("from_id", "to_id")]
        known = {one.id for one in said}
        if not set(ends) <= known:
            raise DataError(f"relation {at} names a span that is not there")
        made.append(Annotation(Relation(ends[0], ends[1]), None if label in (None, "") else named(label)))
    return made


def _found(span: Any, said: list[Annotation], relation: int) -> str:
    """The id of the span that a relation repeats; it is given one where it has none."""
    if not isinstance(span, dict):
        raise DataError(f"relation {relation} names no span")
    for at, each in enumerate(said):
        value = each.value
        same = isinstance(value, Span) and (value.start, value.end) == (span.get("start"), span.get("end"))
        if same and each.label == span.get("label", each.label):
            if each.id is None:
                said[at] = Annotation(value, each.label, id=f"s{at + 1}")
            return str(said[at].id)
    raise DataError(f"relation {relation} names a span that is not there")


def _classes(found: dict[str, Any]) -> list[Annotation]:
    """Classes of the text as a whole: Prodigy's accept, spaCy's cats that are sure."""
    accepted = found.get("accept") if isinstance(found.get("accept"), list) else []
    cats = found.get("cats") if isinstance(found.get("cats"), dict) else {}
    label = [found["label"]] if isinstance(found.get("label"), str) and found["label"] else []
    names = [*label, *(accepted or []), *(name for name, value in (cats or {}).items() if value == 1)]
    return [Annotation(ItemClass(), named(each)) for each in dict.fromkeys(names)]
