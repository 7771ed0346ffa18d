"""The classes of a project: ids are made once and never change, names may."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from asknext.errors import InputError
from asknext.store.schema import label_class

__all__ = ["LabelClass", "add_class", "all_classes"]

_ALL = select(
    label_class.c.id, label_class.c.name, label_class.c.key, label_class.c.description, label_class.c.position
).order_by(label_class.c.position)


@dataclass(frozen=True)
class LabelClass:
    """One class: ``id`` stands in labels, ``name`` is shown, ``key`` is its shortcut, ``position`` its place."""

    id: str
    name: str
    key: str | None
    description: str | None
    position: int


def all_classes(conn: Connection) -> list[LabelClass]:
    """Every class in the order of position."""
    return [LabelClass(*row) for row in conn.execute(_ALL)]


def add_class(conn: Connection, name: str, *, key: str | None = None, description: str | None = None) -> LabelClass:
    """Add a class at the end and make its id.

    Raises
    ------
    InputError : the name is empty or stands for a class already.
    """
    name = name.strip()
    if not name:
        raise InputError("A class needs a name that is not empty.")
    if any(each.name == name for each in all_classes(conn)):
        raise InputError(f"There is a class {name!r} already; choose another name.")
    position = conn.execute(select(func.coalesce(func.max(label_class.c.position), -1))).scalar_one() + 1
    made = LabelClass(f"c{position + 1}", name, key, description, position)
    conn.execute(insert(label_class).values(**made.__dict__))
    return made
