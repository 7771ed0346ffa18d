"""Queries on items and labels for import, export and snapshots."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from asknext.store.schema import item

__all__ = ["count_items"]


def count_items(conn: Connection) -> int:
    """How many items there are: positions are 0, 1, 2, ... without a gap, so the last one tells."""
    last = conn.execute(select(func.max(item.c.pos))).scalar()
    return 0 if last is None else int(last) + 1
