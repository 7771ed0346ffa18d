"""What is set on items from outside: priority, answers wanted, skill needed, who is to answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, update

from asknext.store.schema import item

__all__ = ["COLUMNS", "change_items"]

COLUMNS = ("priority", "wanted", "skill", "assigned")


def change_items(conn: Connection, items: Sequence[int], column: str, value: Any) -> None:
    """Set one of `COLUMNS` on ``items``."""
    if column not in COLUMNS:
        raise ValueError(f"{column} is not set from outside.")
    conn.execute(update(item).where(item.c.pos.in_(list(items))).values({column: value}))
