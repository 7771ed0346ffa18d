"""Items that wait for somebody who judges: a reviewer, or whoever settles what annotators disagree on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from asknext.store.asker import NOT_HELD, NOT_SAID, Asker
from asknext.store.schema import item

__all__ = ["free_to_judge", "judgeable"]

# these words must stand in the query as they are, or SQLite does not use the partial index
_CLOSED = text("item.state <> 0 AND item.copy_of IS NULL")
_TO_JUDGE = (
    select(item.c.pos, item.c.draw)
    .where(_CLOSED, item.c.state == bindparam("state"), item.c.draw > bindparam("draw"), NOT_SAID, NOT_HELD)
    .order_by(item.c.draw)
    .limit(bindparam("most"))
)


def free_to_judge(conn: Connection, asker: Asker, state: int, after: float, most: int, now: float) -> list[Any]:
    """Items in ``state`` that ``asker`` has no answer on and nobody holds (pos, draw), in the order of ``draw``."""
    return list(conn.execute(_TO_JUDGE, {"state": state, "draw": after, "most": most, **asker.values(now)}))


_JUDGEABLE = select(item.c.pos).where(
    item.c.pos.in_(bindparam("among", expanding=True)), item.c.state == bindparam("state"), NOT_SAID, NOT_HELD
)


def judgeable(conn: Connection, asker: Asker, state: int, among: Sequence[int], now: float) -> set[int]:
    """Those of ``among`` that `free_to_judge` would give."""
    return set(conn.execute(_JUDGEABLE, {"state": state, "among": list(among), **asker.values(now)}).scalars())
