"""asknext's own JSON Lines: an item a line, with everything that can be said about it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from asknext.annotations import (
    VERSION,
    Annotated,
    Annotation,
    Content,
    Frame,
    LabelClass,
    Picture,
    Sound,
    Text,
    label_from_json,
)
from asknext.annotations.json_fields import fields, listed
from asknext.annotations.numbers import whole
from asknext.errors import DataError
from asknext.formats.encoding import Encoding
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.output import write_whole
from asknext.formats.exchange.source import Refused, attempt, named
from asknext.formats.jsonl_file import read_json_lines
from asknext.formats.lines import Lines
from asknext.formats.rows import Reject, Row

__all__ = ["NativeFile", "content_from_json", "content_to_json", "write_native"]

_LINE = 100_000_000


class NativeFile:
    """A file that `write_native` wrote; the first line names the classes. Raises `DataError` where it does not."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise DataError("there is no such file", source=str(path))
        self.name, self._path, self.notes = str(path), path, list[str]()
        first = next(self._rows(), None)
        if not isinstance(first, Row) or first.values.get("asknext") != VERSION:
            raise DataError(f'is no file of ours: its first line must hold "asknext": {VERSION}', source=self.name)
        try:
            found = listed(first.values.get("classes", []), "classes")
            self.classes = tuple(_class(each) for each in found)
        except DataError as error:
            raise DataError(error.reason, source=self.name, line=1) from None

    def __iter__(self) -> Iterator[Annotated | Reject]:
        rows = self._rows()
        next(rows)
        for row in rows:
            if isinstance(row, Reject):
                yield row
                continue
            refused = Refused(self.name)
            item = attempt(refused, str(row.values.get("name", ""))[:200], row.values, _item, row.values)
            if item is not None:
                yield item
            yield from (each._replace(line=row.line) for each in refused)

    def _rows(self) -> Iterator[Row | Reject]:
        lines = Lines(self._path, Encoding("utf-8", "surrogateescape"), _LINE)
        try:
            yield from read_json_lines(lines, self.name)
        finally:
            lines.close()


def write_native(items: Iterable[Annotated], classes: Sequence[LabelClass], path: Path) -> Carried:
    """Write everything there is to say; nothing is lost."""
    carried = Carried()
    write_whole(path, _lines(items, classes, carried))
    return carried


def content_to_json(content: Content) -> dict[str, Any] | None:
    """The content of an item as an object with a ``type``; None where there is none."""
    match content:
        case Picture(width=width, height=height, frame=frame):
            told = {} if frame is None else {"frame": {key: v for key, v in asdict(frame).items() if v is not None}}
            return {"type": "picture", "width": width, "height": height, **told}
        case Text(text=text, tokens=tokens):
            return {
                "type": "text",
                "text": text,
                **({} if tokens is None else {"tokens": [list(each) for each in tokens]}),
            }
        case Sound(seconds=seconds):
            return {"type": "sound", **({} if seconds is None else {"seconds": seconds})}
    return None


def content_from_json(found: Any) -> Content:
    """What `content_to_json` gave; raises `DataError`."""
    if found is None:
        return None
    kind = found.get("type") if isinstance(found, dict) else None
    if kind == "picture":
        width, height, frame = fields(found, "picture", ("width", "height"), ("frame",))
        made = None if frame is None else Frame(*fields(frame, "frame", ("video", "index"), ("count", "seconds")))
        return Picture(width, height, made)
    if kind == "text":
        text, tokens = fields(found, "text", ("text",), ("tokens",))
        if not isinstance(text, str):
            raise DataError("text is no text")
        return Text(text, None if tokens is None else tuple(map(_token, listed(tokens, "tokens"))))
    if kind == "sound":
        return Sound(*fields(found, "sound", (), ("seconds",)))
    raise DataError(f"the content has the type {str(kind)[:40]!r}; known are picture, text, sound")


def _lines(items: Iterable[Annotated], classes: Sequence[LabelClass], carried: Carried) -> Iterator[str]:
    yield _json({"asknext": VERSION, "classes": [_told(each) for each in classes]})
    for item in items:
        carried.items += 1
        carried.annotations += len(item.said)
        told = {
            "name": item.name,
            "content": content_to_json(item.content),
            "annotations": [each.to_json() for each in item.annotations],
            "predictions": [each.to_json() for each in item.predictions],
            "meta": dict(item.meta),
        }
        yield _json({name: value for name, value in told.items() if value or name == "name"})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n"


def _told(found: LabelClass) -> dict[str, Any]:
    return {name: value for name, value in asdict(found).items() if value is not None and value != ()}


def _class(found: Any) -> LabelClass:
    name, number, parent, points, bones = fields(
        found, "class", ("name",), ("number", "parent", "keypoints", "skeleton")
    )
    return LabelClass(
        named(name),
        None if number is None else whole(number, "number"),
        None if parent is None else named(parent),
        tuple(map(named, listed(points or [], "keypoints"))),
        tuple(_token(each) for each in listed(bones or [], "skeleton")),
    )


def _token(found: Any) -> tuple[int, int]:
    start, end = listed(found, "a pair", 2)
    return whole(start, "start"), whole(end, "end")


def _item(values: dict[str, Any]) -> Annotated:
    name, content, annotations, predictions, meta = fields(
        values, "item", ("name",), ("content", "annotations", "predictions", "meta")
    )
    if not isinstance(name, str) or not name:
        raise DataError("the item has no name")
    if meta is not None and not isinstance(meta, dict):
        raise DataError("meta is no object")
    return Annotated(name, content_from_json(content), _said(annotations), _said(predictions), meta or {})


def _said(found: Any) -> tuple[Annotation, ...]:
    return label_from_json({"version": VERSION, "annotations": found or []})
