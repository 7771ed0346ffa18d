"""Items that are one person's alone: given back by a reviewer, or assigned by a manager."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, select

from asknext.store.asker import NOT_HELD, NOT_SAID, Asker, skilled
from asknext.store.schema import event, item

__all__ = ["abandoned_items", "assigned_among", "assigned_to"]

_ASSIGNED = (
    select(item.c.pos, item.c.control)
    .where(item.c.assigned.is_not(None), item.c.assigned == bindparam("who"), item.c.state.in_([0, 5]), NOT_HELD)
    .order_by(item.c.pos)
    .limit(bindparam("most"))
)


def assigned_to(conn: Connection, asker: Asker, most: int, now: float) -> list[Any]:
    """Items that came back to ``asker``, or that a manager gave to them (pos, control), and nobody holds."""
    return list(conn.execute(_ASSIGNED, {"most": most, **asker.values(now)}))


_ASSIGNED_AT = (
    select(func.max(event.c.at))
    .where(event.c.item == item.c.pos, event.c.kind.in_(["reject", "prioritise"]))
    .scalar_subquery()
)
_ABANDONED = (
    select(item.c.pos, item.c.control, item.c.assigned)
    .where(item.c.assigned.is_not(None), item.c.state.in_([0, 5]), NOT_HELD)
    .where(bindparam("before") >= _ASSIGNED_AT)
    .order_by(item.c.assigned, item.c.pos)
    .limit(bindparam("most"))
)


def abandoned_items(conn: Connection, before: float, most: int, now: float) -> list[Any]:
    """Items (pos, control, assigned) that were given to one person up to ``before`` and that nobody holds."""
    return list(conn.execute(_ABANDONED, {"before": before, "most": most, "now": now}))


@cache
def _assigned_among(tagged: bool) -> Select[Any]:
    among = item.c.pos.in_(bindparam("among", expanding=True))
    assigned = (item.c.assigned.is_not(None), item.c.state.in_([0, 5]), or_(item.c.votes == 0, NOT_SAID))
    return select(item.c.pos).where(among, *assigned, skilled(tagged), NOT_HELD)


def assigned_among(conn: Connection, asker: Asker, among: Sequence[int], now: float) -> set[int]:
    """Those of ``among`` that are given to somebody, nobody holds, and ``asker`` has the skill for."""
    return set(conn.execute(_assigned_among(bool(asker.tags)), {"among": list(among), **asker.values(now)}).scalars())
