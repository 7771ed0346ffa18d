"""Whether people have answered since."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from asknext.store.schema import event

__all__ = ["last_answer_at"]

_KINDS = ("label", "undo", "requeue", "ignore", "unignore")


def last_answer_at(conn: Connection) -> float | None:
    """When the newest event came that changes what a model would learn, in seconds since 1970; None for never."""
    return conn.execute(select(func.max(event.c.at)).where(event.c.kind.in_(_KINDS))).scalar()
