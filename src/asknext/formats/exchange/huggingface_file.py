"""The metadata.jsonl of an image folder for Hugging Face datasets, and its way to say tagged tokens."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from asknext.annotations import Annotated, Annotation, Box, ItemClass, LabelClass, Picture, Span, Text
from asknext.annotations.item import Token
from asknext.annotations.json_fields import listed
from asknext.errors import DataError
from asknext.formats.encoding import Encoding
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.fitting import fitting
from asknext.formats.exchange.output import write_whole
from asknext.formats.exchange.safe_name import safe_name
from asknext.formats.exchange.source import Refused, attempt, named
from asknext.formats.exchange.tag_schemes import spans_of_tags, tags_of_spans
from asknext.formats.exchange.tokens import flat_spans, tokens_of
from asknext.formats.jsonl_file import read_json_lines
from asknext.formats.lines import Lines
from asknext.formats.rows import Reject

__all__ = ["HuggingFaceFile", "write_huggingface"]

_OWN = {"file_name", "objects", "tokens", "ner_tags", "label", "width", "height", "id"}


class HuggingFaceFile:
    """Lines of ``{"file_name", "objects": {"bbox", "categories"}}``, ``{"file_name", "label"}`` or ``{"tokens",
    "ner_tags"}``.

    ``classes`` : the names behind numbers, in their order (of tags: ``["O", "B-PER", ...]``); names need none. Lists
    of a field of ``objects`` beside bbox and categories become attributes. A text is its tokens with a space between.
    """

    def __init__(self, path: Path, *, classes: Sequence[str] = ()) -> None:
        self._path = path / "metadata.jsonl" if path.is_dir() else path
        if not self._path.is_file():
            raise DataError("there is no such file", source=str(self._path))
        self.name, self.notes, self._names = str(self._path), list[str](), tuple(classes)
        self.classes = tuple(LabelClass(each) for each in self._names if each != "O" and each[:2] not in ("B-", "I-"))

    def __iter__(self) -> Iterator[Annotated | Reject]:
        lines = Lines(self._path, Encoding("utf-8", "surrogateescape"), 50_000_000)
        try:
            for row in read_json_lines(lines, self.name):
                if isinstance(row, Reject):
                    yield row
                    continue
                refused = Refused(self.name)
                item = attempt(refused, "", row.values, self._item, row.values, row.line)
                if item is not None:
                    yield item
                yield from (each._replace(line=row.line) for each in refused)
        finally:
            lines.close()

    def _item(self, found: dict[str, Any], line: int) -> Annotated:
        meta = {name: value for name, value in found.items() if name not in _OWN}
        if "tokens" in found:
            return self._tagged(found, line, meta)
        name = safe_name(found.get("file_name"))
        content = Picture(found.get("width") or 0, found.get("height") or 0)
        said = [] if found.get("label") is None else [Annotation(ItemClass(), self._class(found["label"]))]
        if found.get("objects") is not None:
            said += self._objects(found["objects"])
        people, models = (tuple(e for e in said if (e.score is not None) is model) for model in (False, True))
        return Annotated(name, content, people, models, meta)

    def _objects(self, found: Any) -> Iterator[Annotation]:
        if not isinstance(found, dict):
            raise DataError("objects is no object of lists")
        boxes = listed(found.get("bbox"), "bbox")
        labels = listed(found.get("categories", found.get("category")), "categories", len(boxes))
        rest = {
            name: listed(each, name, len(boxes))
            for name, each in found.items()
            if name not in ("bbox", "categories", "category")
        }
        for at, (box, label) in enumerate(zip(boxes, labels, strict=True)):
            own = {name: values[at] for name, values in rest.items() if values[at] is not None}
            id, score = own.pop("id", None), own.pop("score", None)
            own.pop("area", None)
            try:
                shape = Box(*listed(box, "bbox", 4))
                yield Annotation(shape, self._class(label), score, id=None if id is None else str(id), attributes=own)
            except DataError as error:
                raise DataError(f"object {at + 1}: {error.reason}") from None

    def _tagged(self, found: dict[str, Any], line: int, meta: dict[str, Any]) -> Annotated:
        words = listed(found["tokens"], "tokens")
        if not words or not all(isinstance(each, str) and each for each in words):
            raise DataError("tokens must be texts, at least one")
        tags = [self._class(each) for each in listed(found.get("ner_tags"), "ner_tags", len(words))]
        tokens: list[Token] = []
        for word in words:
            start = tokens[-1][1] + 1 if tokens else 0
            tokens.append((start, start + len(word)))
        spans, _ = spans_of_tags(tags)
        said = tuple(Annotation(Span(tokens[s.start][0], tokens[s.end - 1][1]), s.label) for s in spans)
        name = str(found["id"]) if found.get("id") not in (None, "") else f"{self._path.stem}-{line}"
        return Annotated(name, Text(" ".join(words), tuple(tokens)), said, meta=meta)

    def _class(self, found: Any) -> str:
        if isinstance(found, int) and not isinstance(found, bool):
            if not 0 <= found < len(self._names):
                raise DataError(f"the class {found} has no name; give the names of the classes in their order")
            return self._names[found]
        return named(found)


def write_huggingface(items: Iterable[Annotated], path: Path, *, approximate: bool = False) -> Carried:
    """Write images with boxes or one class, or texts with tagged tokens (BIO), a line each; classes by their names.

    Gives what did not come along.
    """
    carried = Carried()
    write_whole(path, _lines(items, carried, approximate))
    return carried


def _lines(items: Iterable[Annotated], carried: Carried, approximate: bool) -> Iterator[str]:
    for item in items:
        if isinstance(item.content, Text):
            told = _tags(item, item.content, carried, approximate)
        else:
            told = _image(item, carried, approximate)
        if told is not None:
            carried.items += 1
            meta = {name: value for name, value in item.meta.items() if name not in _OWN}
            carried.lose_meta(item, meta)
            yield json.dumps({**told, **meta}, ensure_ascii=False, allow_nan=False) + "\n"


def _image(item: Annotated, carried: Carried, approximate: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"file_name": item.name}
    if isinstance(item.content, Picture) and item.content.known:
        told |= {"width": item.content.width, "height": item.content.height}
    fit = list(fitting(item, item.said, ("box", "class"), carried, approximate=approximate))
    boxes = [each for each in fit if isinstance(each.value, Box) and _sayable(item, each, carried)]
    classes = [each for each in fit if isinstance(each.value, ItemClass) and each.label is not None]
    for each in classes[1:]:
        carried.lose(item, "a second class of an item", each)
    if classes:
        carried.annotations += 1
        carried.lose_fields(item, classes[0], ())
        told["label"] = classes[0].label
    if boxes or not classes:
        told["objects"] = _objects(boxes)
    return told


def _objects(boxes: list[Annotation]) -> dict[str, Any]:
    shapes = [each.value for each in boxes if isinstance(each.value, Box)]
    told: dict[str, Any] = {"bbox": [[box.x, box.y, box.width, box.height] for box in shapes]}
    told["categories"] = [each.label for each in boxes]
    told |= {"score": [each.score for each in boxes]} if any(each.score is not None for each in boxes) else {}
    told |= {"id": [each.id for each in boxes]} if any(each.id is not None for each in boxes) else {}
    names = dict.fromkeys(name for each in boxes for name in each.attributes)
    return told | {name: [each.attributes.get(name) for each in boxes] for name in names if name not in told}


def _sayable(item: Annotated, found: Annotation, carried: Carried) -> bool:
    if found.label is None:
        carried.lose(item, "an annotation without a class", found)
        return False
    carried.annotations += 1
    carried.lose_fields(item, found, ("score", "attributes"))
    return True


def _tags(item: Annotated, text: Text, carried: Carried, approximate: bool) -> dict[str, Any] | None:
    tokens = tokens_of(text)
    if not tokens:
        carried.lose(item, "a text without a token")
        return None
    words = [text.text[start:end] for start, end in tokens]
    if " ".join(words) != text.text:
        carried.change(item, "a text's own spaces, as its tokens are written with one between")
    said = [each for each in fitting(item, item.annotations, ("span",), carried) if _labelled(item, each, carried)]
    for each in item.predictions:
        carried.lose(item, "a prediction", each)
    spans = flat_spans(item, said, tokens, carried, approximate=approximate)
    for _, each in spans:
        carried.annotations += 1
        carried.lose_fields(item, each, ())
    return {"id": item.name, "tokens": words, "ner_tags": tags_of_spans(len(tokens), [span for span, _ in spans])}


def _labelled(item: Annotated, found: Annotation, carried: Carried) -> bool:
    if found.label is None:
        carried.lose(item, "an annotation without a class", found)
    return found.label is not None
