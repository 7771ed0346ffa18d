"""Versions of the classes, and where classes are in use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, or_, select, update

from asknext.store.label_value import like_class
from asknext.store.schema import event, item, label, label_class, ontology_version, vote
from asknext.store.undone import UNDONE

__all__ = [
    "add_version",
    "all_versions",
    "count_answered",
    "count_by_state",
    "count_gold",
    "count_votes",
    "items_answered",
    "labelled_with",
    "mark_undone",
    "newest_answers",
    "newest_version",
    "ontology_marker",
    "version_row",
]

# events whose value is no label
_OTHER = ("comment", "question", "reply", "resolve", "prioritise")
_NEWEST = select(func.max(ontology_version.c.version))
_MARKER = select(_NEWEST.scalar_subquery(), func.count(), func.max(label_class.c.position)).select_from(label_class)
_COLUMNS = [column for column in ontology_version.c if column.name != "tree"]


def newest_version(conn: Connection) -> int:
    """The number of the newest version, 0 where the classes were never changed."""
    return int(conn.execute(_NEWEST).scalar() or 0)


def ontology_marker(conn: Connection) -> tuple[Any, ...]:
    """What differs whenever the classes do."""
    return tuple(conn.execute(_MARKER).one())


def newest_answers(conn: Connection, items: Sequence[int]) -> dict[int, str]:
    """The value of the newest label event on each of ``items`` that was answered, withdrawn ones left out."""
    query = select(event.c.item, event.c.value).where(event.c.item.in_(list(items)), event.c.kind == "label", ~UNDONE)
    return {row.item: row.value for row in conn.execute(query.order_by(event.c.seq))}


def add_version(conn: Connection, *, at: float, annotator: str, change: dict[str, Any], tree: list[Any]) -> int:
    """Store what was done and what came of it; its number."""
    values = {"at": at, "annotator": annotator}
    texts = {"change": json.dumps(change, ensure_ascii=False), "tree": json.dumps(tree, ensure_ascii=False)}
    made = conn.execute(insert(ontology_version), {**values, **texts}).inserted_primary_key
    assert made is not None
    return int(made[0])


def all_versions(conn: Connection, limit: int = 1000) -> Sequence[Row[Any]]:
    """(version, at, annotator, change, undone_by) of every version, the newest first."""
    return conn.execute(select(*_COLUMNS).order_by(ontology_version.c.version.desc()).limit(limit)).all()


def version_row(conn: Connection, version: int) -> Row[Any] | None:
    """One version whole, with its tree, or None."""
    return conn.execute(select(ontology_version).where(ontology_version.c.version == version)).one_or_none()


def mark_undone(conn: Connection, version: int, by: int | None) -> None:
    """Note which version took another one back; None: it holds again."""
    conn.execute(update(ontology_version).where(ontology_version.c.version == version).values(undone_by=by))


def count_by_state(conn: Connection, class_ids: Iterable[str]) -> dict[int, int]:
    """How many labels name one of the classes: state of the item -> number."""
    number = func.count()
    query = select(item.c.state, number.label("n")).join(label, label.c.item == item.c.pos)
    found = conn.execute(query.where(_names(label.c.value, class_ids)).group_by(item.c.state))
    return {row.state: row.n for row in found}


def count_votes(conn: Connection, class_ids: Iterable[str]) -> list[tuple[str, int]]:
    """(annotator, answers that name one of the classes), most answers first."""
    number = func.count()
    query = select(vote.c.annotator, number.label("n")).where(_names(vote.c.value, class_ids))
    found = conn.execute(query.group_by(vote.c.annotator).order_by(number.desc(), vote.c.annotator))
    return [(row.annotator, row.n) for row in found]


def count_gold(conn: Connection, class_ids: Iterable[str]) -> int:
    """How many gold items have one of the classes as their right answer."""
    query = select(func.count()).select_from(item)
    return int(conn.execute(query.where(item.c.gold.is_not(None), _names(item.c.gold, class_ids))).scalar_one())


def items_answered(conn: Connection, class_ids: Iterable[str], after: int = -1, limit: int | None = None) -> list[int]:
    """Items after a position with an event that ever named one of the classes, in order of position."""
    query = select(event.c.item).where(event.c.kind.not_in(_OTHER), _names(event.c.value, class_ids))
    distinct = query.where(event.c.item > after).distinct().order_by(event.c.item).limit(limit)
    return list(conn.execute(distinct).scalars())


def count_answered(conn: Connection, class_ids: Iterable[str]) -> int:
    """How many items `items_answered` would go through."""
    query = select(func.count(event.c.item.distinct())).where(
        event.c.kind.not_in(_OTHER), _names(event.c.value, class_ids)
    )
    return int(conn.execute(query).scalar_one())


def labelled_with(conn: Connection, class_id: str, among: Sequence[int] | None = None) -> Sequence[Any]:
    """(pos, id, content, value) of the items whose label names a class, or of those ``among`` whose label does."""
    query = select(item.c.pos, item.c.id, item.c.content, label.c.value).join(label, label.c.item == item.c.pos)
    if among is not None:
        query = query.where(item.c.pos.in_(list(among)))
    return conn.execute(query.where(_names(label.c.value, [class_id])).order_by(item.c.pos)).all()


def _names(column: Any, class_ids: Iterable[str]) -> ColumnElement[bool]:
    return or_(*(column.contains(like_class(each), autoescape=True) for each in class_ids))
