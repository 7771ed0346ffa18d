"""The classes of a project as rows: ids are made once and never change, names may."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from asknext.errors import InputError
from asknext.store.attribute import Attribute
from asknext.store.class_name import cleaned_name, folded_name
from asknext.store.schema import label_class

__all__ = ["LabelClass", "add_class", "all_classes", "class_of_json", "every_class", "next_class_id", "put_classes"]

_EVERY = select(label_class).order_by(label_class.c.position)
_LISTED = ("attributes", "examples", "keypoints", "shapes", "skeleton")
_NUMBERED = re.compile(r"c(\d+)")


@dataclass(frozen=True)
class LabelClass:
    """One class.

    Attributes
    ----------
    id : stands in labels. name : is shown. key : its shortcut. position : its place among all.
    parent : id of the class it stands below. colour : ``#rrggbb``. examples : texts that belong to it.
    attributes : questions asked once it is chosen. shapes : how it may be drawn on media; empty for any.
    heading : it only groups those below it and is never chosen itself.
    retired : when it was deleted or merged, seconds since 1970. merged_into : the class its labels mean since.
    keypoints : names of the points of such an object. skeleton : pairs of them that are joined, counted from 0.
    """

    id: str
    name: str
    key: str | None
    description: str | None
    position: int
    parent: str | None = None
    colour: str | None = None
    examples: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    shapes: tuple[str, ...] = ()
    heading: bool = False
    retired: float | None = None
    merged_into: str | None = None
    keypoints: tuple[str, ...] = ()
    skeleton: tuple[tuple[int, int], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values, without those that say nothing; `class_of_json` reads them back."""
        shown = {**self.__dict__, "attributes": [each.as_json() for each in self.attributes]}
        shown |= {"examples": list(self.examples), "shapes": list(self.shapes)}
        shown |= {"keypoints": list(self.keypoints), "skeleton": [list(each) for each in self.skeleton]}
        kept = ("id", "name", "position")
        return {name: value for name, value in shown.items() if name in kept or value not in (None, [], False)}


def class_of_json(values: Mapping[str, Any]) -> LabelClass:
    """The class that `LabelClass.as_json` gave."""
    given = {"key": None, "description": None, **values}
    given["attributes"] = tuple(Attribute.of_json(each) for each in values.get("attributes", ()))
    given["examples"] = tuple(values.get("examples", ()))
    given["shapes"] = tuple(values.get("shapes", ()))
    given["keypoints"] = tuple(values.get("keypoints", ()))
    given["skeleton"] = tuple((each[0], each[1]) for each in values.get("skeleton", ()))
    return LabelClass(**given)


def every_class(conn: Connection) -> list[LabelClass]:
    """Every class there ever was, headings and retired ones too, in the order of position."""
    return [_read(row._asdict()) for row in conn.execute(_EVERY)]


def all_classes(conn: Connection) -> list[LabelClass]:
    """The classes an item can be given, in the order of position."""
    return [each for each in every_class(conn) if each.retired is None and not each.heading]


def add_class(
    conn: Connection,
    name: str,
    *,
    key: str | None = None,
    description: str | None = None,
    keypoints: tuple[str, ...] = (),
    skeleton: tuple[tuple[int, int], ...] = (),
) -> LabelClass:
    """Add a class at the end and make its id.

    Raises
    ------
    InputError : the name is empty or stands for a class already, however it is spelt.
    """
    name, known = cleaned_name(name), every_class(conn)
    for each in known:
        if each.retired is None and folded_name(each.name) == folded_name(name):
            raise InputError(f"There is a class {each.name!r} already; choose another name.")
    position = max((each.position for each in known), default=-1) + 1
    made = LabelClass(
        *(next_class_id(each.id for each in known), name, key, description, position),
        keypoints=keypoints,
        skeleton=skeleton,
    )
    conn.execute(insert(label_class).values(**_row(made)))
    return made


def next_class_id(ids: Iterable[str]) -> str:
    """An id that none of ``ids`` is, one number above the highest."""
    numbers = [int(found[1]) for each in ids if (found := _NUMBERED.fullmatch(each))]
    return f"c{max(numbers, default=0) + 1}"


def put_classes(conn: Connection, classes: Iterable[LabelClass]) -> None:
    """Make the table hold exactly what ``classes`` say of each; rows are added and changed, never removed."""
    known = {each.id: each for each in every_class(conn)}
    changed = [each for each in classes if known.get(each.id) != each]
    # two classes may swap their names: each row is given one that nobody has first
    for each in changed:
        if each.id in known and known[each.id].name != each.name:
            conn.execute(update(label_class).where(label_class.c.id == each.id).values(name=f"\x01{each.id}"))
    for each in sorted(changed, key=lambda one: one.retired is None):
        if each.id in known:
            conn.execute(update(label_class).where(label_class.c.id == each.id).values(**_row(each)))
        else:
            conn.execute(insert(label_class).values(**_row(each)))


def _row(made: LabelClass) -> dict[str, Any]:
    listed: dict[str, list[Any]] = {"examples": list(made.examples), "shapes": list(made.shapes)}
    listed["attributes"] = [each.as_json() for each in made.attributes]
    listed |= {"keypoints": list(made.keypoints), "skeleton": [list(each) for each in made.skeleton]}
    texts = {name: json.dumps(value, ensure_ascii=False) if value else None for name, value in listed.items()}
    return {**made.__dict__, **texts}


def _read(row: Mapping[str, Any]) -> LabelClass:
    listed = {name: json.loads(row[name] or "[]") for name in _LISTED}
    return class_of_json({**row, **listed})
