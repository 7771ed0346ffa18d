"""The items of a project as labelling functions see them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from asknext.store.items import exported_rows
from asknext.store.label_value import classes_in, decoded_value

__all__ = ["Viewed", "viewed"]

MACHINE = "machine"


@dataclass(frozen=True)
class Viewed:
    """One item.

    Attributes
    ----------
    pos, id : of the item.
    item : what functions see: its columns, ``id``, and its content below ``text`` (or ``image``); a row's ``text``
        holds all its values, unless it has such a column.
    label : the class id that it has, unless a machine alone gave it.
    """

    pos: int
    id: str
    item: dict[str, Any]
    label: str | None


def viewed(conn: Connection, content: str) -> Iterator[Viewed]:
    """Every item but copies, in order; ``content`` is the project's kind of content."""
    for row in exported_rows(conn, only_labelled=False):
        pos, id_, text, meta = row[:4]
        copy_of, value, stream = row[7], row[8], row[11]
        if copy_of is None:
            classes = classes_in(decoded_value(value)) if value is not None and stream != MACHINE else []
            yield Viewed(pos, id_, _item(id_, text, meta, content), classes[0] if classes else None)


def _item(id_: str, text: str, meta: str | None, content: str) -> dict[str, Any]:
    columns = json.loads(meta) if meta else {}
    if content == "row":
        row = json.loads(text)
        said = " ".join(str(value) for value in row.values() if value is not None)
        return {**columns, **row, "id": id_, "text": row.get("text", said)}
    return {**columns, content: text, "id": id_}
