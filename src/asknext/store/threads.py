"""Questions, replies and what was resolved."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select, text

from asknext.store.schema import event, item
from asknext.store.undone import UNDONE

__all__ = ["count_open_questions", "open_questions"]

# these words must stand here as they are, or the index of questions is not used
_ASKED = text("event.kind = 'question'")
_RESOLVED = (
    select(text("1"))
    .select_from(event.alias("r"))
    .where(text("r.item = event.item AND r.kind = 'resolve' AND r.reason = event.uid"))
    .where(text("NOT EXISTS (SELECT 1 FROM event AS w WHERE w.undoes = r.seq)"))
    .exists()
)


def open_questions(conn: Connection, *, before: int | None = None, limit: int = 50) -> list[Any]:
    """(seq, uid, pos, id, content) of questions nobody has resolved, the newest first, those before a ``seq``."""
    query = select(event.c.seq, event.c.uid, item.c.pos, item.c.id, item.c.content, item.c.facts).join(
        item, item.c.pos == event.c.item
    )
    query = query.where(_ASKED, ~UNDONE, ~_RESOLVED).order_by(event.c.seq.desc()).limit(limit)
    return list(conn.execute(query if before is None else query.where(event.c.seq < before)))


def count_open_questions(conn: Connection) -> int:
    """How many questions nobody has resolved."""
    query = select(func.count()).select_from(event).where(_ASKED, ~UNDONE, ~_RESOLVED)
    return int(conn.execute(query).scalar_one())
