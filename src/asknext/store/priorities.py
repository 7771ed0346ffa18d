"""Priorities, wanted answers and skills of many items at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from asknext.store.schema import event, item

__all__ = ["PriorityRow", "append_events", "priority_rows", "set_priorities"]

_ROW = select(
    *(item.c.pos, item.c.id, item.c.copy_of, item.c.priority, item.c.wanted, item.c.skill, item.c.votes, item.c.state)
)
_BY_ID = _ROW.where(item.c.id.in_(bindparam("ids", expanding=True)))
_BY_POS = _ROW.where(item.c.pos.in_(bindparam("among", expanding=True)))
_SET = (
    update(item)
    .where(item.c.pos == bindparam("which"))
    .values(priority=bindparam("new_priority"), wanted=bindparam("new_wanted"), skill=bindparam("new_skill"))
)
PriorityRow = Any


def priority_rows(conn: Connection, ids: Sequence[str]) -> dict[str, PriorityRow]:
    """id -> (pos, id, copy_of, priority, wanted, skill, votes, state) of the item that is asked for it.

    For a copy that is the first item with the same content, which stands for all of them.
    """
    found = {row.id: row for row in conn.execute(_BY_ID, {"ids": list(ids)})}
    firsts = [row.copy_of for row in found.values() if row.copy_of is not None]
    if not firsts:
        return found
    first = {row.pos: row for row in conn.execute(_BY_POS, {"among": firsts})}
    return {name: row if row.copy_of is None else first[row.copy_of] for name, row in found.items()}


def set_priorities(conn: Connection, rows: Sequence[tuple[int, float, int | None, str | None]]) -> None:
    """Store (pos, priority, wanted, skill) of items."""
    if rows:
        names = ("which", "new_priority", "new_wanted", "new_skill")
        conn.execute(_SET, [dict(zip(names, row, strict=True)) for row in rows])


def append_events(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Append events of one kind; all mappings have the same keys."""
    if rows:
        conn.execute(insert(event), list(rows))
