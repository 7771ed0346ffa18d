"""The append-only history of what people did, and what is derived from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from asknext.store.schema import event, item, label
from asknext.store.undone import UNDONE

__all__ = [
    "append_event",
    "comments_on",
    "current_label",
    "drop_label",
    "event_by_uid",
    "events_of_item",
    "first_labels",
    "gold_reasons",
    "has_answered",
    "is_undone",
    "known_uids",
    "labels_on",
    "last_at",
    "last_event",
    "notes_on",
    "recent_events",
    "replayable",
    "set_item",
    "set_label",
    "target_item",
]

_KNOWN = select(event.c.uid, event.c.kind, event.c.item, event.c.value, event.c.annotator).where(
    event.c.uid.in_(bindparam("uids", expanding=True))
)
_TARGET = select(
    *(item.c.pos, item.c.copy_of, item.c.control, item.c.state, item.c.flagged, item.c.votes, item.c.wanted),
    *(item.c.gold, item.c.assigned, item.c.priority, item.c.draw),
).where(item.c.pos == bindparam("which"))
_REPLAYABLE = (
    select(event.c.seq, event.c.uid, event.c.kind, event.c.value, event.c.session, event.c.annotator, event.c.at)
    .add_columns(event.c.stream, event.c.seconds, event.c.current, event.c.reason)
    .where(event.c.item == bindparam("which"), event.c.kind != "undo", ~UNDONE)
    .order_by(event.c.seq)
)
_LABEL = select(
    *(label.c.item, label.c.value, label.c.seq, label.c.annotator, label.c.at, label.c.stream),
    *(label.c.confidence, label.c.votes, label.c.decided),
)
_LABELS_ON = _LABEL.where(label.c.item.in_(bindparam("among", expanding=True)))
_COMMENTS = (
    select(event.c.item, event.c.value, event.c.annotator, event.c.at)
    .where(event.c.item.in_(bindparam("among", expanding=True)), event.c.kind == "comment", ~UNDONE)
    .order_by(event.c.seq)
)
_NOTES = (
    select(event.c.seq, event.c.uid, event.c.item, event.c.kind, event.c.value, event.c.reason, event.c.annotator)
    .add_columns(event.c.at)
    .where(
        event.c.item.in_(bindparam("among", expanding=True)),
        event.c.kind.in_(["comment", "question", "reply", "resolve", "reject", "requeue"]),
        ~UNDONE,
    )
    .order_by(event.c.seq)
)
_APPEND = insert(event)
_PUT = insert(label)
_DROP = delete(label).where(label.c.item == bindparam("which"))
_CHANGED = ("state", "flagged", "votes", "assigned", "gold")
_SET = (
    update(item).where(item.c.pos == bindparam("which")).values({name: bindparam(f"new_{name}") for name in _CHANGED})
)


def known_uids(conn: Connection, uids: Sequence[str]) -> dict[str, Any]:
    """Those of ``uids`` that are stored: uid -> (uid, kind, item, value, annotator)."""
    return {row.uid: row for row in conn.execute(_KNOWN, {"uids": list(uids)})}


def target_item(conn: Connection, which: int) -> Any | None:
    """(pos, copy_of, control, state, flagged, votes, wanted, gold, assigned, priority, draw) of an item, or None."""
    return conn.execute(_TARGET, {"which": which}).one_or_none()


def append_event(conn: Connection, **values: Any) -> int:
    """Append one event; its seq."""
    made = conn.execute(_APPEND, values).inserted_primary_key
    assert made is not None
    return int(made[0])


def replayable(conn: Connection, which: int) -> Sequence[Any]:
    """The events of an item that were not withdrawn, oldest first; those that came late too (``current`` says so)."""
    return conn.execute(_REPLAYABLE, {"which": which}).all()


def current_label(conn: Connection, which: int) -> Any | None:
    """(item, value, seq, annotator, at, stream, confidence, votes, decided) of an item's label, or None."""
    return labels_on(conn, [which]).get(which)


def labels_on(conn: Connection, items: Sequence[int]) -> dict[int, Any]:
    """The labels of ``items``, as far as they have one."""
    return {row.item: row for row in conn.execute(_LABELS_ON, {"among": list(items)})}


def set_label(conn: Connection, which: int, *, is_first: bool = False, **values: Any) -> None:
    """Make ``values`` (value, seq, annotator, at, stream, confidence, votes, decided) the item's label.

    ``is_first`` : there is no label to be replaced.
    """
    if not is_first:
        drop_label(conn, which)
    conn.execute(_PUT, {"item": which, **values})


def drop_label(conn: Connection, which: int) -> None:
    """Take the item's label away, if it has one."""
    conn.execute(_DROP, {"which": which})


def set_item(
    conn: Connection,
    which: int,
    *,
    state: int,
    flagged: bool,
    votes: int = 0,
    assigned: str | None = None,
    gold: str | None = None,
) -> None:
    """Store what follows from an item's events."""
    values = (state, flagged, votes, assigned, gold)
    conn.execute(_SET, {"which": which, **{f"new_{name}": each for name, each in zip(_CHANGED, values, strict=True)}})


def event_by_uid(conn: Connection, uid: str) -> Any | None:
    """The whole event with this uid, or None."""
    return conn.execute(select(event).where(event.c.uid == uid)).one_or_none()


def is_undone(conn: Connection, seq: int) -> bool:
    """Whether an event was withdrawn."""
    return conn.execute(select(event.c.seq).where(event.c.undoes == seq).limit(1)).scalar() is not None


def recent_events(conn: Connection, annotator: str | None, limit: int) -> Sequence[Any]:
    """The newest events that were not withdrawn, with the item's id and content; newest first."""
    query = (
        select(event.c.uid, event.c.kind, event.c.item, event.c.value, event.c.at, event.c.stream, event.c.current)
        .add_columns(item.c.id, item.c.content, item.c.control)
        .join(item, item.c.pos == event.c.item)
        .where(event.c.kind != "undo", ~UNDONE)
        .order_by(event.c.seq.desc())
        .limit(limit)
    )
    if annotator is not None:
        query = query.where(event.c.annotator == annotator)
    return conn.execute(query).all()


def events_of_item(conn: Connection, which: int, limit: int = 500) -> Sequence[Any]:
    """Everything that ever happened to an item, oldest first, with ``undone``."""
    query = select(event, UNDONE.label("undone")).where(event.c.item == which).order_by(event.c.seq).limit(limit)
    return conn.execute(query).all()


def comments_on(conn: Connection, items: Sequence[int]) -> dict[int, list[Any]]:
    """The comments on ``items`` that were not withdrawn, oldest first."""
    found: dict[int, list[Any]] = {}
    for row in conn.execute(_COMMENTS, {"among": list(items)}):
        found.setdefault(row.item, []).append(row)
    return found


def notes_on(conn: Connection, items: Sequence[int]) -> dict[int, list[Any]]:
    """What people wrote on ``items``: comments, threads and rejections (and requeues, which end them), oldest first.

    Rows have seq, uid, item, kind, value, reason, annotator and at.
    """
    found: dict[int, list[Any]] = {}
    for row in conn.execute(_NOTES, {"among": list(items)}):
        found.setdefault(row.item, []).append(row)
    return found


def gold_reasons(conn: Connection, items: Sequence[int]) -> dict[int, str]:
    """Why the answer of gold items is what it is, as far as somebody said so when they made them gold."""
    query = select(event.c.item, event.c.reason).where(
        event.c.item.in_(list(items)), event.c.kind == "gold", event.c.reason.is_not(None), ~UNDONE
    )
    return {row.item: row.reason for row in conn.execute(query.order_by(event.c.seq))}


def first_labels(conn: Connection, annotator: str, items: Sequence[int]) -> dict[int, int]:
    """The seq of the first label that somebody gave to each of ``items``, be it withdrawn."""
    query = select(event.c.item, func.min(event.c.seq)).where(
        event.c.item.in_(list(items)), event.c.annotator == annotator, event.c.kind == "label"
    )
    return {row[0]: row[1] for row in conn.execute(query.group_by(event.c.item))} if items else {}


def has_answered(conn: Connection, which: int, annotator: str) -> bool:
    """Whether somebody has labelled or skipped an item in time, be it withdrawn."""
    query = select(event.c.seq).where(
        event.c.item == which, event.c.annotator == annotator, event.c.kind.in_(["label", "skip"]), event.c.current
    )
    return conn.execute(query.limit(1)).scalar() is not None


def last_at(conn: Connection, annotator: str) -> float | None:
    """When somebody did anything last (seconds since 1970), or None."""
    query = select(event.c.at).where(event.c.annotator == annotator)
    return conn.execute(query.order_by(event.c.seq.desc()).limit(1)).scalar()


def last_event(conn: Connection) -> int:
    """The seq of the newest event, 0 where there is none."""
    return int(conn.execute(select(func.max(event.c.seq))).scalar() or 0)
