"""Items with labels as the rows that an import takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from asknext.annotations import Annotated, Picture, Sound, Text, label_to_json
from asknext.formats.rows import Reject, Row

__all__ = ["label_rows"]


def label_rows(items: Iterable[Annotated | Reject]) -> Iterator[Row | Reject]:
    """A row for each item, and what was refused as it comes.

    ``id`` is the item's name; ``text``, ``image`` or ``audio`` its content (a file by its path); ``label`` the stored
    form of what people said, ``prediction`` of what models said, each None where there is nothing; then the item's
    other fields. Rows are counted from 1.
    """
    for number, each in enumerate(items, 1):
        yield each if isinstance(each, Reject) else Row(number, _values(each))


def _values(item: Annotated) -> dict[str, Any]:
    said = {"label": item.annotations, "prediction": item.predictions}
    told = {name: label_to_json(found) if found else None for name, found in said.items()}
    own = {"id": item.name, **_content(item), **told}
    return own | {name: value for name, value in item.meta.items() if name not in own}


def _content(item: Annotated) -> dict[str, Any]:
    match item.content:
        case Text(text=text):
            return {"text": text}
        case Sound():
            return {"audio": item.name}
        case Picture():
            return {"image": item.name}
    return {}
