"""What is in somebody's name: sessions that hold items, and items that were given to them alone."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from asknext.store.schema import OPEN, REJECTED, item, lease

__all__ = ["count_given", "items_given_to", "sessions_of_annotator"]

_GIVEN = (item.c.assigned.is_not(None), item.c.copy_of.is_(None), item.c.state.in_([OPEN, REJECTED]))


def sessions_of_annotator(conn: Connection, annotator: str) -> list[str]:
    """The sessions in which ``annotator`` holds items, ended leases counted."""
    return list(conn.execute(select(lease.c.session).distinct().where(lease.c.annotator == annotator)).scalars())


def items_given_to(conn: Connection, annotator: str) -> list[int]:
    """The items that only ``annotator`` gets: assigned to them, or given back by a reviewer."""
    query = select(item.c.pos).where(*_GIVEN, item.c.assigned == annotator).order_by(item.c.pos)
    return list(conn.execute(query).scalars())


def count_given(conn: Connection) -> tuple[int, int]:
    """(open items that were assigned to somebody, items that were given back)."""
    rows = conn.execute(select(item.c.state, func.count()).where(*_GIVEN).group_by(item.c.state))
    found: dict[int, int] = {row[0]: row[1] for row in rows}
    return found.get(OPEN, 0), found.get(REJECTED, 0)
