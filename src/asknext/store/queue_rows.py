"""What a queue has to know of items that may be had again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from asknext.store.schema import item

__all__ = ["queue_rows"]

_ROWS = select(item.c.pos, item.c.control, item.c.draw, item.c.priority, item.c.state, item.c.votes, item.c.gold).where(
    item.c.pos.in_(bindparam("among", expanding=True))
)


def queue_rows(conn: Connection, items: Sequence[int]) -> list[Any]:
    """(pos, control, draw, priority, state, votes, gold) of ``items``."""
    return list(conn.execute(_ROWS, {"among": list(items)}))
