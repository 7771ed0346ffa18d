"""Which sessions hold something in somebody's name."""

from __future__ import annotations

from sqlalchemy import Connection, select

from asknext.store.schema import lease

__all__ = ["sessions_of_annotator"]


def sessions_of_annotator(conn: Connection, annotator: str) -> list[str]:
    """The sessions in which ``annotator`` holds items, ended leases counted."""
    return list(conn.execute(select(lease.c.session).distinct().where(lease.c.annotator == annotator)).scalars())
