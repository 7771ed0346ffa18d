"""The events that a bulk operation made, and what was set on items before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from asknext.store.schema import event

__all__ = ["events_of_session", "settings_given"]


def events_of_session(conn: Connection, session: str, after: int, limit: int) -> Sequence[Any]:
    """(seq, uid, item, kind, value) of the first events of ``session`` behind ``after``, oldest first."""
    columns = (event.c.seq, event.c.uid, event.c.item, event.c.kind, event.c.value)
    query = select(*columns).where(event.c.seq > after, event.c.session == session)
    return conn.execute(query.order_by(event.c.seq).limit(limit)).all()


def settings_given(conn: Connection, items: Sequence[int]) -> dict[int, list[Any]]:
    """Item -> (seq, value) of what was ever set on it: priority, answers wanted, skill, annotator; oldest first."""
    found: dict[int, list[Any]] = {}
    query = select(event.c.item, event.c.seq, event.c.value)
    query = query.where(event.c.item.in_(list(items)), event.c.kind == "prioritise").order_by(event.c.seq)
    for row in conn.execute(query):
        found.setdefault(row.item, []).append(row)
    return found
