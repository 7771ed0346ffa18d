"""Structured labels as rows of a table, one an annotation: the columns of CSV and Parquet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from asknext.annotations import Annotated, Annotation, AudioRegion, Box, Span
from asknext.annotations.annotation import KINDS
from asknext.errors import DataError
from asknext.formats.exchange.native_file import content_from_json, content_to_json
from asknext.formats.exchange.strict_json import parsed

__all__ = ["COLUMNS", "NUMBERS", "annotation_of_row", "item_of_row", "rows_of"]

COLUMNS = (
    "item", "content", "meta", "from", "type", "label", "score", "x", "y", "width", "height", "start", "end", "id",
    "group", "by", "value", "attributes", "probabilities",
)  # fmt: skip
NUMBERS: dict[str, type] = dict.fromkeys(("score", "x", "y", "width", "height", "start", "end"), float)
_PLAIN = ("box", "span", "audio_region")


def rows_of(item: Annotated) -> Iterator[dict[str, Any]]:
    """A row for each annotation and prediction; one of an empty type for an item without any."""
    first = {"content": _json(content_to_json(item.content)), "meta": _json(dict(item.meta) or None)}
    if not item.said:
        yield {"item": item.name, "from": "annotation", **first}
    for source, said in (("annotation", item.annotations), ("prediction", item.predictions)):
        for each in said:
            yield {"item": item.name, "from": source, **first, **_row(each)}
            first = {}


def item_of_row(row: dict[str, Any]) -> Annotated:
    """The item of its first row, without annotations; raises `DataError`."""
    name = row.get("item")
    if not isinstance(name, str) or not name:
        raise DataError("the column 'item' is empty")
    content = content_from_json(parsed(row["content"])) if row.get("content") else None
    meta = parsed(row["meta"]) if row.get("meta") else {}
    if not isinstance(meta, dict):
        raise DataError("meta is no object")
    return Annotated(name, content, meta=meta)


def annotation_of_row(row: dict[str, Any]) -> Annotation | None:
    """What a row says; None where its type is empty. Boxes, spans and regions need no ``value``."""
    kind = row.get("type")
    if kind in (None, ""):
        return None
    if kind not in KINDS:
        raise DataError(f"the type is {str(kind)[:40]!r}; known are {', '.join(KINDS)}")
    value = parsed(row["value"]) if row.get("value") else _plain(row, kind)
    if not isinstance(value, dict):
        raise DataError("value is no object")
    rest = {name: row[name] for name in ("id", "group", "by") if row.get(name)}
    rest |= {"class": row["label"]} if row.get("label") else {}
    rest |= {name: parsed(row[name]) for name in ("attributes", "probabilities") if row.get(name)}
    score = _number(row, "score")
    rest |= {} if score is None else {"score": score}
    return Annotation.from_json({"type": kind, **value, **rest})


def _row(found: Annotation) -> dict[str, Any]:
    value, row = found.value, dict[str, Any]()
    if isinstance(value, Box):
        row = {"x": value.x, "y": value.y, "width": value.width, "height": value.height}
    elif isinstance(value, Span | AudioRegion):
        row = {"start": float(value.start), "end": float(value.end)}
    if value.kind not in _PLAIN or getattr(value, "channel", None) is not None:
        row["value"] = _json(value.to_json())
    row |= {"type": value.kind, "label": found.label, "score": found.score, "id": found.id}
    row |= {"group": found.group, "by": found.by, "attributes": _json(dict(found.attributes) or None)}
    return row | {"probabilities": _json(None if found.probabilities is None else list(found.probabilities))}


def _plain(row: dict[str, Any], kind: str) -> dict[str, Any]:
    names = {"box": ("x", "y", "width", "height"), "span": ("start", "end"), "audio_region": ("start", "end")}
    if kind not in names and kind != "class":
        raise DataError(f"the column 'value' is empty, and a {kind} needs it")
    return {name: _number(row, name) for name in names.get(kind, ())}


def _number(row: dict[str, Any], name: str) -> float | None:
    found = row.get(name)
    if found in (None, ""):
        return None
    try:
        return float(found)
    except (TypeError, ValueError):
        raise DataError(f"{name} is {str(found)[:40]!r}, expected a number") from None


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, allow_nan=False)
