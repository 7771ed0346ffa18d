"""Which items can be handed out now, and to whom: each query looks at few rows, however many items there are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, case, func, or_, select, text

from asknext.store.asker import ANYBODY, LIVING, NOT_HELD, NOT_MINE, NOT_SAID, Asker, skilled
from asknext.store.schema import item

__all__ = [
    "free_among",
    "free_for",
    "free_in_draw_order",
    "free_skipped",
    "last_in_line",
    "specials",
    "started_after",
    "urgent_after",
]


# These words must stand in a query as they are, or SQLite does not use the partial indexes.
_ASKABLE = text("item.state = 0 AND item.copy_of IS NULL")
_PRIORITY = text("item.state = 0 AND item.priority <> 0 AND item.copy_of IS NULL")
_STARTED = text("item.state = 0 AND item.votes <> 0 AND item.copy_of IS NULL")
_CLOSED = text("item.state <> 0 AND item.copy_of IS NULL")

_FRESH = and_(item.c.votes == 0, item.c.priority >= 0, item.c.assigned.is_(None))
_MISSING = func.coalesce(item.c.wanted, bindparam("labels")) - item.c.votes
# an open item wants one more answer at least, or it would be closed
_ROOM = select(func.count()).where(LIVING).scalar_subquery() < case((_MISSING > 1, _MISSING), else_=1)
_TO_SHARE = and_(or_(item.c.votes == 0, NOT_SAID), item.c.assigned.is_(None), NOT_MINE, _ROOM)


@cache
def _free_among(tagged: bool) -> Select[Any]:
    # the plus hides the words: by the partial index SQLite would go through every open item to find a few
    hidden = text("+item.state = 0 AND item.copy_of IS NULL")
    among = item.c.pos.in_(bindparam("among", expanding=True))
    return select(item.c.pos).where(among, item.c.control.is_(False), hidden, _FRESH, skilled(tagged), NOT_HELD)


@cache
def _free_in_draw_order(tagged: bool) -> Select[Any]:
    query = select(item.c.pos).where(_ASKABLE, item.c.control == bindparam("control"), _FRESH, skilled(tagged))
    return query.where(NOT_HELD).order_by(item.c.control, item.c.draw).limit(bindparam("most"))


def free_among(conn: Connection, among: Sequence[int], now: float, asker: Asker = ANYBODY) -> set[int]:
    """Those of ``among`` that the strategy may ask now: open, no copy, no control item, unanswered, in no hands."""
    query = _free_among(bool(asker.tags))
    return set(conn.execute(query, {"among": list(among), **asker.values(now)}).scalars())


def free_in_draw_order(conn: Connection, control: bool, most: int, now: float, asker: Asker = ANYBODY) -> list[int]:
    """Up to ``most`` free unanswered items of the control reserve, or outside it, in the order of ``draw``."""
    query = _free_in_draw_order(bool(asker.tags))
    return list(conn.execute(query, {"control": control, "most": most, **asker.values(now)}).scalars())


@cache
def _free_for(tagged: bool) -> Select[Any]:
    among = item.c.pos.in_(bindparam("among", expanding=True))
    hidden = text("+item.state = 0 AND item.copy_of IS NULL")
    return select(item.c.pos).where(among, hidden, _TO_SHARE, skilled(tagged))


def free_for(conn: Connection, asker: Asker, among: Sequence[int], now: float) -> set[int]:
    """Those of ``among`` on which ``asker`` may give a first or a further answer."""
    return set(conn.execute(_free_for(bool(asker.tags)), {"among": list(among), **asker.values(now)}).scalars())


@cache
def _urgent(tagged: bool, same: bool) -> Select[Any]:
    query = select(item.c.pos, item.c.priority, item.c.draw, item.c.control).where(_PRIORITY, item.c.priority > 0)
    if same:
        query = query.where(item.c.priority == bindparam("priority"), item.c.draw < bindparam("draw"))
    else:
        query = query.where(item.c.priority < bindparam("priority"))
    ordered = query.where(_TO_SHARE, skilled(tagged)).order_by(item.c.priority.desc(), item.c.draw.desc())
    return ordered.limit(bindparam("most"))


def urgent_after(conn: Connection, asker: Asker, after: tuple[float, float] | None, most: int, now: float) -> list[Any]:
    """Items with a priority above 0 (pos, priority, draw, control), the highest first, then by draw downwards.

    Parameters
    ----------
    after : (priority, draw) of the last item seen; None from the beginning.
    """
    values, tagged = {"most": most, **asker.values(now)}, bool(asker.tags)
    priority, draw = (float("inf"), 0.0) if after is None else after
    found: list[Any] = []
    if after is not None:  # two ranges of the index; one condition for both would read all of the first again
        same = _urgent(tagged, True)
        found = list(conn.execute(same, {**values, "priority": priority, "draw": draw}))
    if len(found) < most:
        found += conn.execute(_urgent(tagged, False), {**values, "priority": priority, "most": most - len(found)})
    return found


@cache
def _started(tagged: bool) -> Select[Any]:
    query = select(item.c.pos, item.c.draw, item.c.control)
    query = query.where(_STARTED, item.c.priority == 0, item.c.draw > bindparam("draw"), _TO_SHARE, skilled(tagged))
    return query.order_by(item.c.draw).limit(bindparam("most"))


def started_after(conn: Connection, asker: Asker, after: float, most: int, now: float) -> list[Any]:
    """Items with answers that want more (pos, draw, control), in the order of ``draw``, from ``after`` on."""
    return list(conn.execute(_started(bool(asker.tags)), {"draw": after, "most": most, **asker.values(now)}))


@cache
def _last_in_line(tagged: bool, negative: bool) -> Select[Any]:
    query = select(item.c.pos, item.c.control).where(_TO_SHARE, skilled(tagged))
    if negative:
        query = query.where(_PRIORITY, item.c.priority < 0).order_by(item.c.priority.desc(), item.c.draw.desc())
    else:
        query = query.where(_ASKABLE)
    return query.limit(bindparam("most"))


def last_in_line(conn: Connection, asker: Asker, most: int, now: float) -> list[Any]:
    """Whatever ``asker`` can still be given (pos, control): low priorities first, then what others hold as well.

    It may go through every open item; for when nothing else is left.
    """
    values, tagged = {"most": most, **asker.values(now)}, bool(asker.tags)
    found = list(conn.execute(_last_in_line(tagged, True), values))
    if len(found) < most:
        known = {row.pos for row in found}
        found += [row for row in conn.execute(_last_in_line(tagged, False), values) if row.pos not in known]
    return found[:most]


@cache
def _free_skipped(tagged: bool) -> Select[Any]:
    query = select(item.c.pos, item.c.draw, item.c.control).where(_CLOSED, item.c.state == 2, skilled(tagged))
    query = query.where(item.c.draw > bindparam("after"), or_(item.c.votes == 0, NOT_SAID), NOT_HELD)
    return query.order_by(item.c.draw).limit(bindparam("most"))


def free_skipped(conn: Connection, after: float, most: int, now: float, asker: Asker = ANYBODY) -> list[Any]:
    """Up to ``most`` free skipped items (pos, draw, control) whose draw is greater than ``after``."""
    return list(conn.execute(_free_skipped(bool(asker.tags)), {"after": after, "most": most, **asker.values(now)}))


_SPECIALS = select(
    *(
        select(item.c.pos).where(text(condition)).exists().label(name)
        for name, condition in (
            ("priorities", "item.state = 0 AND item.priority <> 0 AND item.copy_of IS NULL"),
            ("started", "item.state = 0 AND item.votes <> 0 AND item.copy_of IS NULL"),
            ("skills", "item.state = 0 AND item.skill IS NOT NULL AND item.copy_of IS NULL"),
            ("gold", "item.gold IS NOT NULL"),
            ("assigned", "item.assigned IS NOT NULL"),
        )
    )
)


def specials(conn: Connection) -> Any:
    """Whether there are items of each kind that is out of the ordinary: priorities, started, skills, gold, assigned."""
    return conn.execute(_SPECIALS).one()
